"""`rampkit providers`: what is installed, what is set up, and where the settings come from."""

from __future__ import annotations

from rampkit.cli.options import AsJson, Config, InSandbox, SandboxUrl
from rampkit.cli.rendering.providers import Adapter, SetUp, providers_json, providers_tables
from rampkit.cli.sources import Source, settings_of
from rampkit.cli.status import ExitStatus
from rampkit.cli.terminal import print_json, show
from rampkit.configuration import ConnectionSettings, build
from rampkit.errors import ConfigurationError
from rampkit.registry import InstalledProvider, available, load

__all__ = ["providers"]


def providers(
    *,
    sandbox: InSandbox = False,
    sandbox_url: SandboxUrl = None,
    config: Config = None,
    as_json: AsJson = False,
) -> int:
    """Show installed providers, what each can do, and which connections are set up. Sends nothing.

    Never shows a credential, only where it was found.
    """
    with settings_of(Source(sandbox=sandbox, url=sandbox_url, file=config)) as found:
        connections = [_set_up(settings) for settings in found]
    adapters = [_adapter(installed) for installed in available().values()]
    if as_json:
        print_json(providers_json(adapters, connections))
    else:
        show(*providers_tables(adapters, connections))
    return ExitStatus.DONE


def _adapter(installed: InstalledProvider) -> Adapter:
    try:
        return Adapter(installed, load(installed.code))
    except ConfigurationError as error:
        return Adapter(installed, None, str(error))


def _set_up(settings: ConnectionSettings) -> SetUp:
    try:
        build(settings)
    except ConfigurationError as error:
        return SetUp(settings, str(error))
    return SetUp(settings)
