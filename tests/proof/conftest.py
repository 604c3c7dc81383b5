"""The explorer's own modules can be imported by its tests, as they can by its command."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parent))
