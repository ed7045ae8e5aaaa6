"""How far a visit can be trusted: small pure checks over columns, one verdict a visit, reasons in words.

``judge(facts, limits)`` is the same for history (``etl/trust``) and for today (``data/live``). A verdict is a score of 0 to
100 (100: nothing speaks against the visit), a grade and the findings behind it. *Cannot verify* is no reproach: it takes nothing
off the score. A verdict is a hint for a person and nothing more; only what people confirm has consequences.
"""

from data.integrity.finding import Finding, read_findings
from data.integrity.judge import GRADES, Verdicts, judge
from data.integrity.limits import Limits, limits

__all__ = ["GRADES", "Finding", "Limits", "Verdicts", "judge", "limits", "read_findings"]
