"""`rampkit doctor`: whether everything is set up well, each provider answers, and what to mend."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rampkit.capabilities import Operation
from rampkit.cli.options import AsJson, Config, InSandbox, SandboxUrl, Timeout
from rampkit.cli.rendering.doctor import Finding, doctor_json, doctor_tables
from rampkit.cli.sources import NOTHING_CONFIGURED, Source, settings_of
from rampkit.cli.status import ExitStatus
from rampkit.cli.terminal import print_json, show, waiting
from rampkit.configuration import ConnectionSettings, build
from rampkit.errors import ConfigurationError
from rampkit.provider import RampProvider
from rampkit.router.router import Router
from rampkit.routing import EXPLANATIONS

__all__ = ["doctor"]


def doctor(
    *,
    sandbox: InSandbox = False,
    sandbox_url: SandboxUrl = None,
    config: Config = None,
    timeout: Timeout = 15.0,
    as_json: AsJson = False,
) -> int:
    """Check the configuration, reach each provider, and say what is wrong and how to mend it.

    Only reads. Exit status: 0 all is well, 1 something is not.
    """
    try:
        source = Source(sandbox=sandbox, url=sandbox_url, file=config)
        with settings_of(source) as found, waiting("Reaching the providers"):
            findings = _examined(found, timeout)
    except ConfigurationError as error:
        findings = [Finding("configuration", None, False, str(error))]
    if as_json:
        print_json(doctor_json(findings))
    else:
        show(*doctor_tables(findings))
    return ExitStatus.DONE if all(finding.well for finding in findings) else ExitStatus.TROUBLE


def _examined(found: Sequence[ConnectionSettings], timeout: float) -> list[Finding]:
    if not found:
        return [Finding("configuration", None, False, NOTHING_CONFIGURED)]
    findings: list[Finding] = []
    built: list[RampProvider] = []
    for settings in found:
        try:
            built.append(build(settings))
        except ConfigurationError as error:
            findings.append(Finding(settings.name, settings.provider, False, str(error)))
    findings += _mixture(built)
    # Live and sandbox connections must not share a router.
    for environment in sorted({one.environment for one in built}):
        findings += _reached([one for one in built if one.environment == environment], timeout)
    return findings


def _mixture(built: Iterable[RampProvider]) -> list[Finding]:
    if len({one.environment for one in built}) <= 1:
        return []
    problem = (
        "live and sandbox connections are set up together, which no router accepts; "
        "keep them in two files and choose with --config"
    )
    return [Finding("configuration", None, False, problem)]


def _reached(providers: Sequence[RampProvider], timeout: float) -> list[Finding]:
    """What each of *providers* says when its corridors are asked for, which needs the credentials."""
    with Router(providers, timeout=timeout) as router:
        table = router.routes()
    refusals = {row.connection: row for row in table.refusals}
    findings: list[Finding] = []
    for one in providers:
        refusal = refusals.get(one.name)
        if refusal is not None:
            way_out = EXPLANATIONS[refusal.reason].way_out
            words = f"{refusal.message}; {way_out}" if way_out not in refusal.message else refusal.message
            findings.append(Finding(one.name, one.code, False, words, refusal.reason))
        elif Operation.LIST_ROUTES not in one.operations:
            words = "set up; it has no call that could be tried without asking for a price"
            findings.append(Finding(one.name, one.code, True, words))
        else:
            words = f"answers, and serves {len(table.routes[one.name])} routes"
            findings.append(Finding(one.name, one.code, True, words))
    return findings
