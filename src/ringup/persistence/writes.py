"""In which form an order is written on PostgreSQL."""

from typing import Literal, TypeAlias

Writes: TypeAlias = Literal["joined", "portable"]
"""``joined``: all that changes of an order in one statement, and what there is plenty of taken with
the commit; for one server. ``portable``: a statement of changes, and one for each table that gets
new rows; what engines take that spread orders over servers, and speak PostgreSQL's language."""
