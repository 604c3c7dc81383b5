"""Know your customer: submit, look up, reuse (docs.ripio.com/ramps-api/kyc)."""

from __future__ import annotations

from rampkit_ripio.emulator import invented, kyc_fields, webhooks
from rampkit_ripio.emulator.account import Account
from rampkit_ripio.emulator.fields import Fields
from rampkit_ripio.emulator.records import Customer, Submission
from rampkit_ripio.emulator.refusals import invalid, kyc_already_approved, kyc_not_approved, not_found
from rampkit_ripio.emulator.resource import Answer, Call, Operation, Resource

_LANDS = {"approve": "COMPLETED", "review": "IN_REVIEW", "fail": "FAILED"}


def require_approval(customer: Customer) -> None:
    """Refuse a customer without an approved KYC."""
    if not customer.approved:
        raise kyc_not_approved()


def move(account: Account, customer: Customer, status: str, source: str = "WIDGET") -> Submission:
    """Bring the customer's latest submission to *status*, making one if there is none, and announce it."""
    if not customer.submissions:
        _submission(account, customer, status, source)
    submission = customer.submissions[-1]
    submission.status = status
    payload: dict[str, object] = {
        "submissionId": submission.submission_id,
        "customerId": customer.customer_id,
        "createdAt": account.stamp(submission.created_at),
        "source": submission.source,
        "metadata": dict[str, object](),
    }
    webhooks.announce(account, f"KYC.{status}", "payload", payload)
    return submission


def _requirements(call: Call) -> Answer:
    fields = kyc_fields.FIELDS[call.account.country.code]
    other = call.account.stage.switches.kyc_field_names == "requirements"
    return Answer({"kycRequiredFields": [field.show(other_names=other) for field in fields]})


def _submit(call: Call) -> Answer:
    """Start the delegated flow with a `redirectUrl` alone, or submit the fields.

    Pages: docs.ripio.com/ramps-api/kyc/kyc-with-ripio, docs.ripio.com/ramps-api/kyc/submit-kyc-information.
    """
    account = call.account
    customer = account.active_customer(call.path["customerId"])
    fields = Fields(call.body)
    redirect = fields.optional_uri("redirectUrl")
    submission = fields.optional_mapping("kycSubmission")
    fields.check()
    country = account.country.code
    if submission is None:
        submission = kyc_fields.submitted(fields.body, country)
    if submission is not None:
        wrong = kyc_fields.problems(submission, country)
        if wrong:
            raise invalid(wrong)
    elif redirect is None:
        raise invalid({"redirectUrl": ["This field is required."]})
    return _started(account, customer, "API" if submission is not None else "WIDGET")


def _submit_business(call: Call) -> Answer:
    """Submit a company's papers; their form is documented nowhere, so anything does."""
    customer = call.account.active_customer(call.path["customerId"])
    Fields(call.body)
    return _started(call.account, customer, "API")


def _started(account: Account, customer: Customer, source: str) -> Answer:
    switches = account.stage.switches
    submission = _submission(account, customer, "IN_REVIEW", source)
    move(account, customer, _LANDS[switches.kyc])
    answer = {
        "submissionId": submission.submission_id,
        "createdAt": account.stamp(submission.created_at),
    }
    if switches.kyc_provider_url:
        token = account.stage.world.token(24)
        answer["providerUrl"] = (
            f"https://kyc.ripio.com/?token={token}&id=17813&schema=B2B_{account.country.code}"
        )
    return Answer(answer, 201)


def _latest(call: Call) -> Answer:
    """The latest submission, despite the plural path.

    Page: docs.ripio.com/ramps-api/kyc/retrieve-kyc-submission.
    """
    account = call.account
    customer = account.active_customer(call.path["customerId"])
    if not customer.submissions:
        raise not_found()
    submission = customer.submissions[-1]
    shown = {
        "customerId": customer.customer_id,
        "status": submission.status,
        "createdAt": account.stamp(submission.created_at),
    }
    shapes: dict[str, object] = {"object": shown, "list": [shown], "results": {"results": [shown]}}
    return Answer(shapes[account.stage.switches.kyc_submissions])


def _check(call: Call) -> Answer:
    """Mail a one-time code if Ripio knows the e-mail.

    Page: docs.ripio.com/ramps-api/kyc/check-kyc-status-&-send-otp.
    """
    customer = call.account.customer(call.path["customerId"])
    if customer.approved:
        raise kyc_already_approved()
    if not customer.known_to_ripio:
        raise kyc_not_approved()
    customer.otp_sent = True
    text = "kyc approved. Otp sent"
    return Answer(text if call.account.stage.switches.check_kyc == "text" else {"message": text})


def _validate_otp(call: Call) -> Answer:
    """Reuse the approved KYC (docs.ripio.com/ramps-api/kyc/validate-otp-for-kyc-reuse)."""
    account = call.account
    customer = account.active_customer(call.path["customerId"])
    fields = Fields(call.body)
    code = fields.text("code")
    fields.check()
    if not customer.otp_sent or code != invented.OTP:
        fields.wrong("code", "Invalid code.")
    fields.check()
    customer.otp_sent = False
    _submission(account, customer, "COMPLETED", "API")
    move(account, customer, "COMPLETED")
    return Answer(empty=True)


def _submission(account: Account, customer: Customer, status: str, source: str) -> Submission:
    submission = Submission(account.stage.world.uuid(), account.stage.now, status, source)
    customer.submissions.append(submission)
    return submission


KYC = (
    Resource("/api/v1/kycRequirements/", {"GET": Operation("getKycRequirements", _requirements)}),
    Resource("/api/v1/customers/{customerId}/kyc/", {"POST": Operation("submitKyc", _submit, "json")}),
    Resource(
        "/api/v1/customers/{customerId}/kyb/", {"POST": Operation("submitKyb", _submit_business, "json")}
    ),
    Resource(
        "/api/v1/customers/{customerId}/kycSubmissions/",
        {"GET": Operation("getLatestKycSubmission", _latest)},
    ),
    Resource("/api/v1/customers/{customerId}/checkKyc/", {"POST": Operation("checkKyc", _check)}),
    Resource(
        "/api/v1/customers/{customerId}/otp/", {"POST": Operation("validateOtp", _validate_otp, "json")}
    ),
)
"""The paths about KYC."""
