"""What providers' libraries log during a call of alu is dropped, and nothing else is."""

from __future__ import annotations

import logging
import threading
from uuid import uuid4

import pytest

from alu.models.quiet import quiet


def said(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records]


@pytest.mark.parametrize(
    "name",
    [
        "openai",
        "httpx",
        "httpx2",
        "httpcore.connection",
        "httpcore2.http2",
        "litellm.utils",
        "LiteLLM",
        "LiteLLM Proxy",
    ],
)
def test_a_providers_logger_is_silent_for_as_long_as_the_call_takes(
    caplog: pytest.LogCaptureFixture, name: str
) -> None:
    caplog.set_level(logging.DEBUG, name)
    logger = logging.getLogger(name)
    with quiet():
        logger.debug("a prompt")
        with quiet():
            logger.error("a key")
        logger.debug("a reply")  # the inner call is over, the outer is not
    logger.debug("the application's own")
    assert said(caplog) == ["the application's own"]


def test_it_ends_with_a_call_that_fails(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "openai")
    with pytest.raises(ZeroDivisionError), quiet():
        _ = 1 / 0
    logging.getLogger("openai").debug("afterwards")
    assert said(caplog) == ["afterwards"]


def test_a_logger_made_since_the_last_call_is_silent_in_the_next(caplog: pytest.LogCaptureFixture) -> None:
    with quiet():
        pass
    fresh = logging.getLogger(f"openai.{uuid4().hex}")
    caplog.set_level(logging.DEBUG, fresh.name)
    with quiet():
        fresh.debug("a prompt")
    assert said(caplog) == []


@pytest.mark.parametrize("name", ["myapp", "openaixyz", "my.openai"])
def test_other_loggers_go_on_during_a_call(caplog: pytest.LogCaptureFixture, name: str) -> None:
    caplog.set_level(logging.DEBUG, name)
    with quiet():
        logging.getLogger(name).debug("mine")
    assert said(caplog) == ["mine"]


def test_another_thread_of_the_application_goes_on_meanwhile(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "openai")
    other = threading.Thread(target=logging.getLogger("openai").debug, args=("its own call",))
    with quiet():
        other.start()
        other.join()
    assert said(caplog) == ["its own call"]
