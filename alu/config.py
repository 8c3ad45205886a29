"""Settings, from a TOML file, environment variables `ALU_*`, and flags; later sources override earlier ones."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal

from platformdirs import user_config_path, user_data_path
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
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
    "unread_variables",
]

Role = Literal["vanilla", "audit", "rewrite", "critic"]
"""The part that a model plays in the flow; each role may have its own model."""
ROLES: tuple[Role, ...] = ("vanilla", "audit", "rewrite", "critic")
"""All roles, in the order of the flow."""


_NAMESPACE = "default"
_FIELD = re.compile(r'field "(\w+)"')
"""What pydantic-settings calls a setting whose variable it cannot read."""


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
    """Run a validation function of the store and raise its error as a `ValueError`, which pydantic expects."""
    try:
        check(value)
    except AluError as error:
        raise ValueError(str(error)) from None


class ServerSettings(BaseModel):
    """Settings of `alu serve`: the table `[server]`."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)

    parts: tuple[Literal["image", "audio", "video", "file"], ...] = ()
    """Content types that requests may contain although no check reads them; all others are refused."""


_OTHERS = ("CONFIG", "OFFLINE", "MODELS", "TRUST_FILE", "DEBUG", "STORE_FILE", "API_KEY_FILE")
"""`ALU_*` variables that are no settings, or name the file of one."""
_ALIKE = 0.9
"""Share of letters in common from which a name is a slip of another."""


def _key(value: SecretStr | None) -> SecretStr | None:
    """Return a key without the line break that a secret in the environment may end with."""
    if value is None:
        return None
    key = value.get_secret_value().strip()
    if not key.isascii() or not key.isprintable():
        raise ValueError("a key is of ASCII letters, digits and signs without line breaks")
    return SecretStr(key)


def _observed(value: str) -> str:
    if not re.fullmatch(r"(namespace|key|target):\S.*", value):
        raise ValueError("use namespace:NAME, key:ID or target:ID")
    return value


class Settings(BaseSettings):
    """All settings. `alu config show` prints each value and its source."""

    model_config = SettingsConfigDict(
        env_prefix="ALU_",
        extra="forbid",
        frozen=True,
        validate_default=True,
        hide_input_in_errors=True,
        protected_namespaces=(),
        allow_inf_nan=False,
    )

    model: str | None = Field(default=None, description="model for every role that has none of its own")
    vanilla_model: str | None = Field(default=None, description="model that answers")
    audit_model: str | None = Field(default=None, description="model for the audit and the screen")
    rewrite_model: str | None = Field(default=None, description="model for rewriting and merging")
    critic_model: str | None = Field(default=None, description="model that scores rewrites")
    api_key: Annotated[SecretStr | None, AfterValidator(_key)] = Field(
        default=None, description="key for the model's server"
    )
    store: str = Field(
        default_factory=lambda: str(user_data_path("alu") / "targets"),
        description="folder or postgresql:// address of the targets",
    )
    namespace: Annotated[str, AfterValidator(_namespace)] = Field(
        default=_NAMESPACE, description="tenant whose targets are used, in a shared database"
    )
    embedder: str = Field(default="wordllama", description="wordllama, minilm, litellm:MODEL or module:CLASS")
    meaning: str = Field(
        default="auto", description="contextual embedder: auto (minilm), off, litellm:MODEL or module:CLASS"
    )
    chroma: str | None = Field(
        default=None, description="Chroma server that shares contextual vectors between machines, as http://HOST:PORT"
    )
    threshold: float | None = Field(
        default=None,
        ge=0,
        le=1,
        description="score from which a text is near a target or a topic; by default the calibrated one, else 0.5",
    )
    channels: Annotated[tuple[str, ...], AfterValidator(_channels)] = Field(
        default=(), description="additional detection channels, as module:CLASS; -NAME leaves out one of alu's own"
    )
    profile: Literal["fast", "paper"] = Field(
        default="fast", description="paper: the flow of the ALU paper with our prompts, for benchmarks only"
    )
    paper_prompts: Path | None = Field(
        default=None, description="copy of the ALU authors' repository, whose prompts profile paper then uses"
    )
    audit: Annotated[str, AfterValidator(_audit_mode)] = Field(
        default="near", description="which drafts are audited: near, always or sample:P"
    )
    screen: Literal["code", "model"] = Field(
        default="code",
        description="when a topic classifier is unsure: code withholds, model asks the audit model (7b or more)",
    )
    trust: Literal["measured", "weak", "strong"] = Field(
        default="measured", description="how far the agents' models are trusted; measured by `alu doctor --agents`"
    )
    merge: int = Field(default=1, ge=1, le=5, description="number of rewrites merged into one answer; 1 keeps the best")
    style: Literal["unknown", "refuse"] = Field(default="unknown", description="wording of refusals: unknown or refuse")
    on_error: Literal["closed", "open"] = Field(
        default="closed", description="when a check fails: closed withholds the answer, open releases the draft"
    )
    mode: Literal["enforce", "observe"] = Field(
        default="enforce", description="observe: everything is checked and nothing is withheld"
    )
    observe: tuple[Annotated[str, AfterValidator(_observed)], ...] = Field(
        default=(), description="what is only observed while the rest is enforced: namespace:NAME, key:ID or target:ID"
    )
    stream: Literal["whole", "sentences"] = Field(
        default="whole",
        description="how streamed answers are released: whole, or sentence by sentence as each is checked",
    )
    timeout: float = Field(default=120.0, gt=0, description="seconds for one model call, retries included")
    deadline: float = Field(default=600.0, gt=0, description="seconds for one request in all")
    temperature: float | None = Field(
        default=None, ge=0, le=2, description="temperature of the vanilla model; by default the model's own"
    )
    max_tokens: int | None = Field(default=None, gt=0, description="maximum length of the vanilla answer, in tokens")
    seed: int | None = Field(default=None, description="random seed for the vanilla model")
    server: ServerSettings = Field(
        default=ServerSettings(),
        description="settings of `alu serve`; parts: content to accept unchecked (image, audio, video, file)",
    )
    activity: Literal["off", "ids", "texts"] = Field(
        default="off",
        description="activity log: off; ids, verdicts and costs; or also the texts of requests that touched a target",
    )
    activity_days: float = Field(default=30.0, gt=0, description="retention of the activity log, in days")
    chat_history: bool = Field(default=True, description="keep the input history of `alu chat` between sessions")
    otel: bool = Field(
        default=False, description="emit an OpenTelemetry span for each request and stage, without texts"
    )
    tracing: bool = Field(default=False, description="let LangSmith trace the graph, without drafts")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources: flags override the environment, that secret files, and these the TOML file."""
        secrets, file = (InitSettingsSource(settings_cls, found) for found in (_secrets(), read_file(config_path())))
        return init_settings, env_settings, secrets, file

    def model_for(self, role: Role) -> str | None:
        """Return the model name for `role`, or None if none is configured."""
        own: str | None = getattr(self, f"{role}_model")
        return own or self.model


def _secrets() -> dict[str, Any]:
    """Read the settings that are kept in secret files, such as `ALU_STORE_FILE=/run/secrets/store`.

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
    """Parse a TOML file, with or without a byte order mark; return an empty dict if it does not exist."""
    return tomllib.loads(path.read_text(encoding="utf-8-sig")) if path.is_file() else {}


def config_path() -> Path:
    """Return the path of the TOML file: `$ALU_CONFIG`, else `alu/config.toml` in the user's config folder."""
    return Path(os.environ.get("ALU_CONFIG") or user_config_path("alu") / "config.toml")


def load_settings(**flags: Any) -> Settings:
    """Load the settings; `flags` override all other sources, unless they are None.

    Raises:
        ConfigError: a value is wrong, a name is unknown or the file is no TOML.
    """
    return _checked({name: value for name, value in flags.items() if value is not None})


def changed(settings: Settings, **overrides: Any) -> Settings:
    """Return a copy of `settings` with overrides; those that are None are ignored.

    Raises:
        ConfigError: a value is wrong or a name is unknown.
    """
    if not isinstance(settings, Settings):
        raise ConfigError(f"settings is an alu.Settings, as in Settings(style='refuse'), not {type(settings).__name__}")
    given = {name: value for name, value in overrides.items() if value is not None}
    return _checked({**dict(settings), **given}) if given else settings


def problems_of(given: Mapping[str, Any]) -> dict[str, str]:
    """Return the problems of the settings in a file, by name, without looking at the environment."""

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
    _refuse_misspelt()
    if os.environ.get("ALU_CONFIG") and not path.is_file():
        raise ConfigError(f"ALU_CONFIG names {path}, and there is no such file")
    try:
        return Settings(**given)
    except ValidationError as error:
        problems = "; ".join(_problem(e) for e in error.errors(include_input=False, include_url=False))
        raise ConfigError(f"settings (flags, ALU_* or {path}): {problems}") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path} is not UTF-8 text: save it as UTF-8") from None
    except SettingsError as error:  # of a variable alone: what a file has is no text that is read once more
        name = _FIELD.search(str(error))
        raise ConfigError(f'ALU_{name[1].upper() if name else "*"} is no JSON: write a list as ["a", "b"]') from None
    except (OSError, ValueError) as error:
        raise ConfigError(f"{path} cannot be read as TOML: {error}") from None


def unread_variables() -> list[str]:
    """Return the `ALU_*` of the environment that nothing reads."""
    known = {f"ALU_{name.upper()}" for name in (*Settings.model_fields, *_OTHERS)}
    return sorted(name for name in os.environ if name.startswith("ALU_") and name not in known)


def _refuse_misspelt() -> None:
    """Refuse a variable that is nearly a setting's, as the file does: `ALU_NAMESPCE` would enforce another list.

    Others are none of ours: Kubernetes sets `ALU_PORT` for a service called alu.
    """
    settings = [f"ALU_{name.upper()}" for name in Settings.model_fields]
    for variable in unread_variables():
        if meant := get_close_matches(variable, settings, n=1, cutoff=_ALIKE):
            raise ConfigError(f"{variable} is no setting: is it {meant[0]}?")


def _problem(error: Mapping[str, Any]) -> str:
    name = ".".join(str(part) for part in error["loc"])
    return f"{name}: {plainly(str(error['msg']))}"
