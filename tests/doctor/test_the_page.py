"""The page of the doctor tells every rule, and what to do where it does not hold."""

from ringup.services.examining.findings import CLAIMS, LEDGER, LOGS, ORDERS, STOCK, TABLES
from tests.support.pages import check_page

SECTIONS = {
    "Logs": LOGS,
    "Orders": ORDERS,
    "Stock": STOCK,
    "Coupons, store credit and gift cards": CLAIMS,
    "Tables": TABLES,
    "The test gateway's books": LEDGER,
}


def _rows(rules):
    for name, rule in rules.items():
        mark = " *(warning)*" if rule.weight == "warning" else ""
        yield f"`{name}`{mark}", rule.holds, rule.mend


def test_the_page_of_the_doctor_has_every_rule():
    tables = {title: _rows(rules) for title, rules in SECTIONS.items()}
    check_page("operating/doctor.md", ("finding", "what must hold", "what to do"), tables)
