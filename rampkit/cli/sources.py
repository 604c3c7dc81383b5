"""Where a command's connections come from: the configuration, the built-in sandbox, or a running one."""

from __future__ import annotations

import os
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rampkit.cli.running_sandbox import RunningSandbox
from rampkit.configuration import FILE, ConnectionSettings, build, find_connections
from rampkit.errors import ConfigurationError, InvalidInputError
from rampkit.provider import RampProvider
from rampkit.session.instrumentation import without_reports

if TYPE_CHECKING:  # an extra that other commands do not need
    from rampkit.sandbox import Sandbox

__all__ = ["NOTHING_CONFIGURED", "SANDBOX_URL", "Source", "opened", "settings_in", "settings_of"]

SANDBOX_URL = "RAMPKIT_SANDBOX_URL"
"""The environment variable that stands for `--sandbox-url` where no option says where connections are."""

NOTHING_CONFIGURED = (
    "no connection is configured; set e.g. RAMPKIT_GNOSIS_CLIENT_ID and RAMPKIT_GNOSIS_CLIENT_SECRET, "
    f"write a {FILE}, or try it with --sandbox or a running `rampkit sandbox`"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What a command's options say about where connections come from.

    Raises:
        InvalidInputError: They name two places.
    """

    sandbox: bool = False
    """The built-in sandbox."""
    url: str | None = None
    """Where a sandbox is running."""
    file: Path | None = None
    """The configuration file, if it is not the usual one."""

    def __post_init__(self) -> None:
        """Refuse two places at once."""
        if sum([self.sandbox, self.url is not None, self.file is not None]) > 1:
            raise InvalidInputError(
                "",
                "--sandbox, --sandbox-url and --config exclude each other",
                remedy="give one of them, or none",
            )

    def arguments(self) -> tuple[str, ...]:
        """The options that name this place again."""
        if self.url is not None:
            return ("--sandbox-url", self.url)
        if self.file is not None:
            return ("--config", str(self.file))
        return ("--sandbox",) if self.sandbox else ()

    def running(self) -> RunningSandbox | None:
        """The running sandbox, if that is the place: by the option, else by the environment.

        Raises:
            InvalidInputError: Its address is none.
        """
        if self.url is not None:
            return RunningSandbox(self.url)
        url = os.environ.get(SANDBOX_URL, "").strip()
        elsewhere = self.sandbox or self.file is not None
        return RunningSandbox(url, given_by=SANDBOX_URL) if url and not elsewhere else None


@contextmanager
def opened(source: Source) -> Generator[Sequence[RampProvider]]:
    """The connections of *source*, for as long as the block runs.

    Raises:
        ConfigurationError: There is none, or one is set up wrongly.
    """
    with settings_of(source) as found:
        if not found:
            raise ConfigurationError(NOTHING_CONFIGURED)
        yield [build(settings) for settings in found]


@contextmanager
def settings_of(source: Source) -> Generator[Sequence[ConnectionSettings]]:
    """What is set up in *source*, none of it built yet; it works for as long as the block runs.

    Raises:
        ConfigurationError: The configuration or the sandbox cannot be read.
    """
    if source.sandbox:
        from rampkit.sandbox import Sandbox  # noqa: PLC0415  # an extra that other commands do not need

        with without_reports(), Sandbox() as sandbox:
            yield settings_in(sandbox)
        return
    running = source.running()
    with without_reports():
        yield find_connections(file=source.file) if running is None else _settings_at(running)


def settings_in(sandbox: Sandbox) -> list[ConnectionSettings]:
    """What is set up for every connection of a served *sandbox*, third parties' included."""
    return [_settings(one.provider, sandbox.options(one.name)) for one in sandbox.connections]


def _settings_at(running: RunningSandbox) -> list[ConnectionSettings]:
    return [_settings(code, options) for code, options in running.connections()]


def _settings(provider: str, options: Mapping[str, Any]) -> ConnectionSettings:
    return ConnectionSettings(
        name=str(options["name"]),
        provider=provider,
        options={key: value for key, value in options.items() if key != "name"},
        secrets={},
        origins=dict.fromkeys(options, "the sandbox"),
    )
