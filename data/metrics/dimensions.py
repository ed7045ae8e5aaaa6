"""What a number can be split and filtered by. Labels in both languages; names of units come from ``data/names.py``."""

from __future__ import annotations

from dataclasses import dataclass

from data.metrics.text import Text


@dataclass(frozen=True)
class Dimension:
    """``kind``: time, org, place, thing or code. ``named``: answers carry ``<name>_name`` beside the id."""

    name: str
    kind: str
    label: Text

    @property
    def named(self) -> bool:
        """Whether ids of it have names."""
        return self.kind != "time"


def _dimension(name: str, kind: str, zh: str, en: str) -> Dimension:
    return Dimension(name, kind, Text(zh=zh, en=en))


DIMENSIONS = {
    d.name: d
    for d in (
        _dimension("day", "time", "日期", "Day"),
        _dimension("month", "time", "月份", "Month"),
        _dimension("year", "time", "年份", "Year"),
        _dimension("hour", "time", "小时", "Hour"),
        _dimension("prefecture", "place", "市州", "Prefecture"),
        _dimension("county", "place", "区县", "County"),
        _dimension("township", "place", "乡镇", "Township"),
        _dimension("village", "place", "村", "Village"),
        _dimension("entity", "org", "行社", "Entity"),
        _dimension("branch", "org", "网点", "Branch"),
        _dimension("staff", "org", "客户经理", "Manager"),
        _dimension("destination_province", "place", "务工省份", "Destination province"),
        _dimension("destination_city", "place", "务工城市", "Destination city"),
        _dimension("centre", "org", "服务中心", "Service centre"),
        _dimension("customer_group", "code", "客群", "Customer group"),
        _dimension("purpose", "code", "走访目的", "Purpose"),
        _dimension("result", "code", "走访结果", "Result"),
        _dimension("trade", "code", "行业", "Trade"),
        _dimension("post", "code", "岗位", "Post"),
        _dimension("policy", "thing", "政策", "Policy"),
        _dimension("activity", "code", "事项", "Activity"),
        _dimension("product_code", "code", "产品", "Product"),
        _dimension("product_group", "code", "产品类别", "Product group"),
        _dimension("age_band", "code", "年龄段", "Age"),
        _dimension("income_band", "code", "年收入", "Income"),
        _dimension("deposit_band", "code", "存款", "Deposits"),
        _dimension("use_band", "code", "线上使用", "Use of channels"),
        _dimension("recent_event", "code", "近期事件", "Recent event"),
        _dimension("suppression", "code", "不推荐原因", "Left out because"),
        _dimension("trust_grade", "code", "核实结果", "Verification"),
        _dimension("recheck_kind", "code", "核查发现", "What audit found"),
        _dimension("trust_reason", "code", "主要疑点", "Main reason of a flag"),
    )
}
