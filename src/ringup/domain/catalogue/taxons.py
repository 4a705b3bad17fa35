"""The trees that products are sorted into: how a taxon is planted, moved and felled.

A taxon's ``permalink`` is the way to it from its root, by slugs: ``clothing/shirts``. Whatever
happens to a taxon's own part of it happens to all that grows from it. A new name does not change
it, so that what was linked stays so.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import msgspec

from ringup.domain.catalogue.slugs import slug_of, unique
from ringup.domain.problems import Invalid, Problem

DEEPEST = 30
"""How many taxons may stand one above the other."""

NEW = 0
"""The id of a taxon that has none yet."""

replace = msgspec.structs.replace


class Branch(msgspec.Struct, frozen=True, kw_only=True):
    """A taxon as a part of its tree; ``position`` is its place among its siblings, from 0."""

    id: int
    parent_id: int | None
    permalink: str
    position: int

    @property
    def part(self) -> str:
        """Its own part of the permalink."""
        return self.permalink.rpartition("/")[2]


class Spot(msgspec.Struct, frozen=True, kw_only=True):
    """Where a taxon shall stand: below what, as the how manyth child, and with which own part.

    Without a ``position`` it stays where it is, or comes last below another parent; without a
    ``part`` it keeps its own.
    """

    parent_id: int | None
    position: int | None = None
    part: str | None = None


class Tree(msgspec.Struct, frozen=True, dict=True):
    """All taxons of one taxonomy, by id; ``other_roots`` are the permalinks that those have."""

    branches: Mapping[int, Branch]
    other_roots: frozenset[str] = frozenset()

    @cached_property
    def _children(self) -> Mapping[int | None, Sequence[Branch]]:
        found: dict[int | None, list[Branch]] = {}
        for branch in sorted(self.branches.values(), key=lambda each: (each.position, each.id)):
            found.setdefault(branch.parent_id, []).append(branch)
        return found

    def children(self, taxon_id: int | None) -> Sequence[Branch]:
        """Give what grows from a taxon directly, in its order."""
        return self._children.get(taxon_id, ())

    def grown_from(self, taxon_id: int) -> tuple[Branch, ...]:
        """Give everything that grows from a taxon, each after its parent; not itself."""
        found = list(self.children(taxon_id))
        for branch in found:
            found += self.children(branch.id)
        return tuple(found)

    def depth(self, taxon_id: int | None) -> int:
        """Tell how many taxons stand on the way to one, itself counted; 0 for none."""
        steps = 0
        while taxon_id is not None and taxon_id in self.branches:
            steps, taxon_id = steps + 1, self.branches[taxon_id].parent_id
        return steps


def tree_of(branches: Iterable[Branch], other_roots: Iterable[str] = ()) -> Tree:
    """Put a taxonomy's taxons together."""
    return Tree({branch.id: branch for branch in branches}, frozenset(other_roots))


def seed(name: str, otherwise: str = "taxon") -> Branch:
    """Make a taxon that stands nowhere yet; its name gives its part of the permalink."""
    return Branch(id=NEW, parent_id=None, permalink=slug_of(name, otherwise), position=0)


def put(tree: Tree, branch: Branch, spot: Spot) -> Tree:
    """Give the tree with a taxon at a spot: a new one, or one moved with all that grows from it.

    Its siblings are numbered anew. A part that its siblings have gets a number, unless it was
    asked for in so many words. Raises ``Invalid`` for a parent that is not of this tree or grows
    from the taxon itself, a part that is taken, and a tree too deep.
    """
    _check_parent(tree, branch, spot.parent_id)
    siblings = [each for each in tree.children(spot.parent_id) if each.id != branch.id]
    moved = replace(
        branch,
        parent_id=spot.parent_id,
        permalink=_permalink(tree, branch, spot, siblings),
    )
    siblings.insert(_place(branch, spot, siblings), moved)
    numbered = [replace(each, position=place) for place, each in enumerate(siblings)]
    grown = [_under(each, branch, moved) for each in tree.grown_from(branch.id)]
    changed = {each.id: each for each in (*numbered, *grown)}
    after = replace(tree, branches={**tree.branches, **changed})
    if any(after.depth(each.id) > DEEPEST for each in (moved, *grown)):
        raise _wrong("parent_id", "taxon_too_deep", f"has {DEEPEST} taxons above it already")
    return after


def changed(before: Tree, after: Tree) -> tuple[Branch, ...]:
    """Give the taxons that are not as they were, but for the new one."""
    return tuple(
        branch
        for branch in after.branches.values()
        if branch.id != NEW and branch != before.branches.get(branch.id)
    )


def felled(tree: Tree, taxon_id: int) -> tuple[int, ...]:
    """Give the ids of a taxon and of all that grows from it, the outermost first.

    Raises ``Invalid`` for a root, which goes with its taxonomy.
    """
    if tree.branches[taxon_id].parent_id is None:
        raise _wrong("base", "taxon_is_root", "cannot be deleted: delete its taxonomy")
    return (*(each.id for each in reversed(tree.grown_from(taxon_id))), taxon_id)


def _check_parent(tree: Tree, branch: Branch, parent_id: int | None) -> None:
    if parent_id is None:
        if branch.id != NEW and branch.parent_id is not None:
            raise _wrong("parent_id", "required", "can't be blank")
        return
    if parent_id not in tree.branches:
        raise _wrong("parent_id", "taxon_not_found", "does not exist in this taxonomy")
    if branch.id != NEW and branch.parent_id is None:
        raise _wrong("parent_id", "taxon_is_root", "cannot be set for a taxonomy's root")
    own = {branch.id, *(each.id for each in tree.grown_from(branch.id))} if branch.id else ()
    if parent_id in own:
        raise _wrong("parent_id", "taxon_in_itself", "must not be itself or grow from it")


def _permalink(tree: Tree, branch: Branch, spot: Spot, siblings: Sequence[Branch]) -> str:
    above = "" if spot.parent_id is None else tree.branches[spot.parent_id].permalink + "/"
    taken = {each.permalink for each in siblings} if above else tree.other_roots
    wanted = above + (slug_of(spot.part or "") or branch.part)
    if spot.part and wanted in taken:
        raise _wrong("permalink", "taken", "has already been taken")
    return unique(wanted, taken)


def _place(branch: Branch, spot: Spot, siblings: Sequence[Branch]) -> int:
    stays = branch.id != NEW and branch.parent_id == spot.parent_id
    wanted = spot.position if spot.position is not None or not stays else branch.position
    return len(siblings) if wanted is None else max(0, min(wanted, len(siblings)))


def _under(branch: Branch, before: Branch, after: Branch) -> Branch:
    """Let a permalink follow that of a taxon it grows from."""
    return replace(branch, permalink=after.permalink + branch.permalink[len(before.permalink) :])


def _wrong(field: str, code: str, message: str) -> Invalid:
    return Invalid(Problem("", field, code, message))
