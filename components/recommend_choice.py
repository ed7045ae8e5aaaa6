"""What the reader chose on the recommendation pages: product, kinds of customers, order. From the address; every choice a link."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from data.i18n.codes import code_label, code_labels
from data.scope import Node, current_asker
from models.products import catalogue

TRAITS = {  # word of the address → what customers are chosen by
    "group": "customer_group",
    "age": "age_band",
    "balance": "deposit_band",
    "income": "income_band",
    "use": "use_band",
    "event": "recent_event",
}
LEFT_OUT = ("opted_out", "past_due", "contacted", "not_eligible")  # why somebody never stands in the list
ORDERS = ("probability", "expected")
VIEWS = ("products", "customers", "newcomer")
TOPS = (100, 200, 500, 1000)
USUAL_TOP = 200
PAGE = 50  # rows of the list shown at once
MOST_LEFT = 100_000  # rows of those left out that can be paged to
USUAL = {"node": "province", "order": ORDERS[0], "top": str(USUAL_TOP), "page": "1", "view": VIEWS[0]}


def products() -> tuple[str, ...]:
    """Products that can be recommended, as the catalogue orders them."""
    return tuple(catalogue().products)


@dataclass(frozen=True)
class Choice:
    """``traits``: word → codes chosen, none is all; ``top``: how long the list is; ``left``: why those listed are left
    out, empty for the list itself; ``customer``: whose portrait is open."""

    node: Node
    view: str = VIEWS[0]
    product: str = ""
    traits: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: str = ORDERS[0]
    top: int = USUAL_TOP
    page: int = 1
    left: str = ""
    customer: str = ""
    search: str = ""

    @classmethod
    def parse(cls, raw: Mapping[str, Any]) -> Choice:
        """From the query string or a store; what is not understood becomes the usual, a foreign node is refused."""
        offered, top, page = products(), str(raw.get("top") or ""), str(raw.get("page") or "")
        left = str(raw["left"]) if raw.get("left") in LEFT_OUT else ""
        return cls(
            node=Node.parse(raw.get("node")),
            view=str(raw["view"]) if raw.get("view") in VIEWS else VIEWS[0],
            product=str(raw["product"]) if raw.get("product") in offered else offered[0],
            traits={word: chosen for word in TRAITS if (chosen := _codes(word, raw.get(word)))},
            order=str(raw["order"]) if raw.get("order") in ORDERS else ORDERS[0],
            top=int(top) if top.isdigit() and int(top) in TOPS else USUAL_TOP,
            page=int(page) if page.isdigit() and 0 < int(page) <= (MOST_LEFT if left else max(TOPS)) // PAGE else 1,
            left=left,
            customer=str(raw.get("customer") or "")[:40],
            search=str(raw.get("search") or "").strip()[:40],
        )

    def where(self, *, without: str = "") -> dict[str, Any]:
        """The filter for ``ask`` and ``listing``, without the product; ``without`` one of the traits."""
        chosen = {TRAITS[word]: list(codes) for word, codes in self.traits.items() if word != without}
        return self.node.where() | chosen

    def words(self) -> dict[str, str]:
        """The words of the address."""
        words = {
            "view": self.view,
            "node": str(self.node),
            "product": self.product if self.product != products()[0] else "",
            **{word: ",".join(codes) for word, codes in self.traits.items()},
            "order": self.order,
            "top": str(self.top),
            "page": str(self.page),
            "left": self.left,
            "customer": self.customer,
            "search": self.search,
        }
        return {name: value for name, value in words.items() if value and value != self._usual(name)}

    def _usual(self, name: str) -> str:
        return str(Node.top(current_asker())) if name == "node" else USUAL.get(name, "")

    def address(self, path: str = "/recommend", **changes: Any) -> str:
        """The address with ``changes``; None or the usual takes a word out. Another choice begins at the first page."""
        kept = self.words() | {"page": "", "customer": ""} | {name: str(v) if v else "" for name, v in changes.items()}
        left = {name: value for name, value in kept.items() if value and value != self._usual(name)}
        return path + (f"?{urlencode(left, safe=':,')}" if left else "")

    def toggled(self, word: str, code: str) -> str:
        """The address with one code of a trait chosen, or no longer."""
        now = self.traits.get(word, ())
        then = tuple(one for one in now if one != code) if code in now else (*now, code)
        return self.address(**{word: ",".join(then)})

    def kinds(self) -> str:
        """The traits in words."""
        labels = [" / ".join(code_label(TRAITS[word], code) for code in codes) for word, codes in self.traits.items()]
        return " · ".join(labels)

    def sentence(self) -> str:
        """Product and traits in words."""
        return " · ".join(filter(None, [code_label("product_code", self.product), self.kinds()]))


def _codes(word: str, value: Any) -> tuple[str, ...]:
    given = value if isinstance(value, list | tuple) else str(value or "").split(",")
    known = code_labels(TRAITS[word])
    return tuple(dict.fromkeys(str(one) for one in given if str(one) in known))
