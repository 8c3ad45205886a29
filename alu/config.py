"""Settings: one TOML file, then `ALU_*` in the environment, then flags; the later wins."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_config_path, user_data_path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from alu.errors import AluError, ConfigError, plainly

__all__ = [
    "ROLES",
    "Role",
    "ServerSettings",
    "Settings",
    "changed",
    "config_path",
    "load_settings",
    "problems_of",
    "read_file",
]

Role = Literal["vanilla", "audit", "rewrite", "critic"]
"""What a model does in the flow; each role may have a model of its own."""
ROLES: tuple[Role, ...] = ("vanilla", "audit", "rewrite", "critic")
"""All roles, in the order in which a request reaches them."""


_NAMESPACE = "default"


def _audit_mode(value: str) -> str:
    match = re.fullmatch(r"near|always|sample:(\d(?:\.\d+)?)", value)
    if match is None or (match[1] and float(match[1]) > 1):
        raise ValueError("use near, always or sample:P with P between 0 and 1")
    return value


def _namespace(value: str) -> str:
    if value != _NAMESPACE:  # what else is one is known to the store alone, whose import takes time
        from alu.store.persist.schema import check_namespace

        _refused(check_namespace, value)
    return value


def _channels(value: tuple[str, ...]) -> tuple[str, ...]:
    if value:
        from alu.store.match.channels import check_names

        _refused(check_names, value)
    return value


def _refused(check: Callable[[Any], None], value: object) -> None:
    """Let a check of the store refuse a value in pydantic's way."""
    try:
        check(value)
    except AluError as error:
        raise ValueError(str(error)) from None


class ServerSettings(BaseModel):
    """Settings of `alu serve` alone: the table `[server]`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    parts: tuple[Literal["image", "audio", "video", "file"], ...] = ()
    """Kinds of content that requests may hold though no check reads them: pictures, sounds, films, files."""


def _observed(value: str) -> str:
    if not re.fullmatch(r"(namespace|key|target):\S.*", value):
        raise ValueError("use namespace:NAME, key:ID or target:ID")
    return value


class Settings(BaseSettings):
    """Everything that can be set. `alu config show` prints where each value came from."""

    model_config = SettingsConfigDict(
        env_prefix="ALU_",
        extra="forbid",
        frozen=True,
        validate_default=True,
        hide_input_in_errors=True,
        protected_namespaces=(),
    )

    model: str | None = Field(default=None, description="the model for every role without its own")
    vanilla_model: str | None = Field(default=None, description="the model that answers")
    audit_model: str | None = Field(default=None, description="the model that audits and screens")
    rewrite_model: str | None = Field(default=None, description="the model that rewrites and composes")
    critic_model: str | None = Field(default=None, description="the model that scores rewrites")
    api_key: SecretStr | None = Field(default=None, description="key for the model's server")
    store: str = Field(
        default_factory=lambda: str(user_data_path("alu") / "targets"),
        description="folder or postgresql:// address of the targets",
    )
    namespace: Annotated[str, AfterValidator(_namespace)] = Field(
        default=_NAMESPACE, description="which tenant's targets, in a shared database"
    )
    embedder: str = Field(default="wordllama", description="wordllama, minilm, litellm:MODEL or module:CLASS")
    meaning: str = Field(
        default="auto", description="contextual embedder besides: auto (minilm), off, litellm:MODEL or module:CLASS"
    )
    chroma: str | None = Field(
        default=None, description="address of a Chroma server, http://HOST:PORT, that contextual vectors are on, too"
    )
    threshold: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="look-up score that counts as near, also of topics; else the calibrated one, or 0.5",
    )
    channels: Annotated[tuple[str, ...], AfterValidator(_channels)] = Field(
        default=(), description="channels of others, as module:CLASS, and -NAME for one of alu's that is left out"
    )
    profile: Literal["fast", "paper"] = Field(
        default="fast", description="paper: ALU's flow, our prompts, for benchmarks only"
    )
    paper_prompts: Path | None = Field(
        default=None, description="a copy of ALU's repository, whose prompts profile paper then uses"
    )
    audit: Annotated[str, AfterValidator(_audit_mode)] = Field(default="near", description="near, always or sample:P")
    screen: Literal["code", "model"] = Field(
        default="code",
        description="where a topic is unsure: code withholds, model asks the audit's model (7b or more)",
    )
    trust: Literal["measured", "weak", "strong"] = Field(
        default="measured", description="how far the agents' models are trusted; measured by `alu doctor --agents`"
    )
    merge: int = Field(default=1, ge=1, le=5, description="rewrites that are merged into one answer; 1 keeps the best")
    style: Literal["unknown", "refuse"] = Field(default="unknown", description="how a withheld answer reads")
    on_error: Literal["closed", "open"] = Field(default="closed", description="open: a failed check lets the draft out")
    mode: Literal["enforce", "observe"] = Field(
        default="enforce", description="observe: everything is checked and nothing is held back"
    )
    observe: tuple[Annotated[str, AfterValidator(_observed)], ...] = Field(
        default=(), description="what alone is observed, as namespace:NAME, key:ID or target:ID"
    )
    stream: Literal["whole", "sentences"] = Field(
        default="whole",
        description="when a streamed answer leaves: whole, or sentences: each when it is checked",
    )
    timeout: float = Field(default=120.0, gt=0, description="seconds for one model call, retries included")
    deadline: float = Field(default=600.0, gt=0, description="seconds for one request in all")
    temperature: float | None = Field(
        default=None, ge=0, le=2, description="of the vanilla model, if not its own default"
    )
    max_tokens: int | None = Field(default=None, gt=0, description="longest vanilla answer, in tokens")
    seed: int | None = Field(default=None, description="for the vanilla model")
    server: ServerSettings = Field(
        default=ServerSettings(),
        description="of `alu serve`; parts: image, audio, video, file, which no check reads",
    )
    activity: Literal["off", "ids", "texts"] = Field(
        default="off",
        description="what is kept of requests: ids, verdicts and costs, or also the texts of what touched a target",
    )
    activity_days: float = Field(default=30.0, gt=0, description="days for which the activity is kept")
    chat_history: bool = Field(default=True, description="keep what is typed in `alu chat` for its next session")
    otel: bool = Field(default=False, description="report each request and its stages as OpenTelemetry spans, no text")
    tracing: bool = Field(default=False, description="let LangSmith see the graph run, without any draft")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Put the TOML file under files of secrets, these under the environment, and that under the flags."""
        secrets, file = (InitSettingsSource(settings_cls, found) for found in (_secrets(), read_file(config_path())))
        return init_settings, env_settings, secrets, file

    def model_for(self, role: Role) -> str | None:
        """Return the model name for `role`, or None where nothing is configured."""
        own: str | None = getattr(self, f"{role}_model")
        return own or self.model


def _secrets() -> dict[str, Any]:
    """Return the settings that are in files of their own, as `ALU_STORE_FILE=/run/secrets/store` says.

    Raises:
        ConfigError: a file cannot be read, or is empty.
    """
    found = {}
    for name in ("store", "api_key"):
        variable = f"ALU_{name.upper()}_FILE"
        if where := os.environ.get(variable):
            try:
                found[name] = Path(where).read_text(encoding="utf-8").strip()
            except (OSError, ValueError) as error:
                raise ConfigError(f"{variable}: {where} cannot be read ({type(error).__name__})") from None
            if not found[name]:
                raise ConfigError(f"{variable}: {where} is empty")
    return found


def read_file(path: Path) -> dict[str, Any]:
    """Return what is in a TOML file, which may begin with a byte order mark; nothing where there is none."""
    return tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.is_file() else {}


def config_path() -> Path:
    """Return the path of the TOML file: `$ALU_CONFIG`, else `alu/config.toml` in the user's config folder."""
    return Path(os.environ.get("ALU_CONFIG") or user_config_path("alu") / "config.toml")


def load_settings(**flags: Any) -> Settings:
    """Read the settings; flags that are None were not given.

    Raises:
        ConfigError: a value is wrong, a name is unknown or the file is no TOML.
    """
    return _checked({name: value for name, value in flags.items() if value is not None})


def changed(settings: Settings, **overrides: Any) -> Settings:
    """Return `settings` with others for some of them; overrides that are None were not given.

    Raises:
        ConfigError: a value is wrong or a name is unknown.
    """
    if not isinstance(settings, Settings):
        raise ConfigError(f"settings is an alu.Settings, as in Settings(style='refuse'), not {type(settings).__name__}")
    given = {name: value for name, value in overrides.items() if value is not None}
    return _checked({**dict(settings), **given}) if given else settings


def problems_of(given: Mapping[str, Any]) -> dict[str, str]:
    """Return what is wrong with the settings that a file gives, by their names, whatever the environment says."""

    class FileSettings(Settings):
        @classmethod
        def settings_customise_sources(
            cls,
            settings_cls: type[BaseSettings],
            init_settings: PydanticBaseSettingsSource,
            *_: PydanticBaseSettingsSource,
            **__: PydanticBaseSettingsSource,
        ) -> tuple[PydanticBaseSettingsSource, ...]:
            return (init_settings,)

    try:
        FileSettings(**given)
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False)
        return {str(e["loc"][0]): _problem(e) for e in found}
    return {}


def _checked(given: Mapping[str, Any]) -> Settings:
    path = config_path()
    if os.environ.get("ALU_CONFIG") and not path.is_file():
        raise ConfigError(f"ALU_CONFIG names {path}, and there is no such file")
    try:
        return Settings(**given)
    except ValidationError as error:
        problems = "; ".join(_problem(e) for e in error.errors(include_input=False, include_url=False))
        raise ConfigError(f"settings (flags, ALU_* or {path}): {problems}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not UTF-8 text: save it as UTF-8") from None
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path} cannot be read as TOML: {error}") from None


def _problem(error: Mapping[str, Any]) -> str:
    name = ".".join(str(part) for part in error["loc"])
    return f"{name}: {plainly(str(error['msg']))}"
