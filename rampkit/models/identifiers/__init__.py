"""What people type: account numbers, keys and tax ids, looked at before anything is sent.

Each is first held against its shape (length and alphabet), then its check digits are computed, by libraries
of the extra `validation`: why these, docs/decisions/0005-libraries-do-the-arithmetic.md.
"""

from rampkit.models.identifiers.accounts import check_identifier, check_routing_number, check_scheme
from rampkit.models.identifiers.tax_ids import check_tax_id

__all__ = ["check_identifier", "check_routing_number", "check_scheme", "check_tax_id"]
