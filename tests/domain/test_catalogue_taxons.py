"""Taxons grow in trees: whatever moves takes along what grows from it, and no circle closes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ringup.domain.catalogue.taxons import (
    DEEPEST,
    NEW,
    Branch,
    Spot,
    Tree,
    changed,
    felled,
    put,
    seed,
    tree_of,
)
from ringup.domain.problems import Invalid

# 1 shop
#   2 clothing
#     4 shirts
#       6 polo
#     5 trousers
#   3 kitchen
SHOP = tree_of(
    Branch(id=id_, parent_id=parent, permalink=permalink, position=position)
    for id_, parent, permalink, position in (
        (1, None, "shop", 0),
        (2, 1, "shop/clothing", 0),
        (3, 1, "shop/kitchen", 1),
        (4, 2, "shop/clothing/shirts", 0),
        (5, 2, "shop/clothing/trousers", 1),
        (6, 4, "shop/clothing/shirts/polo", 0),
    )
)


def permalinks(tree):
    return {branch.id: branch.permalink for branch in tree.branches.values()}


def order(tree, parent_id):
    return [branch.id for branch in tree.children(parent_id)]


def moved(tree, taxon_id, **spot):
    return put(tree, tree.branches[taxon_id], Spot(**spot))


def refusal_of(tree, branch, **spot):
    with pytest.raises(Invalid) as caught:
        put(tree, branch, Spot(**spot))
    [problem] = caught.value.problems
    return problem.field, problem.code


def test_a_new_taxon_comes_last_and_its_name_is_the_end_of_its_permalink():
    after = put(SHOP, seed("Hats & Caps"), Spot(parent_id=2))
    assert after.branches[NEW] == Branch(
        id=NEW, parent_id=2, permalink="shop/clothing/hats-caps", position=2
    )
    assert changed(SHOP, after) == ()


def test_a_new_taxon_at_a_place_makes_the_others_step_back():
    after = put(SHOP, seed("Hats"), Spot(parent_id=2, position=1))
    assert order(after, 2) == [4, NEW, 5]
    assert [(each.id, each.position) for each in changed(SHOP, after)] == [(5, 2)]


@pytest.mark.parametrize("position, place", [(-5, 0), (0, 0), (2, 2), (99, 2)])
def test_a_place_beyond_the_ends_is_the_end(position, place):
    after = put(SHOP, seed("Hats"), Spot(parent_id=2, position=position))
    assert after.branches[NEW].position == place


def test_two_siblings_of_one_name_have_different_permalinks():
    after = put(SHOP, seed("Shirts"), Spot(parent_id=2))
    assert after.branches[NEW].permalink == "shop/clothing/shirts-2"
    elsewhere = put(SHOP, seed("Shirts"), Spot(parent_id=3))
    assert elsewhere.branches[NEW].permalink == "shop/kitchen/shirts"


def test_a_permalink_asked_for_that_a_sibling_has_is_refused():
    wanted = Spot(parent_id=2, part="Shirts")
    assert refusal_of(SHOP, seed("T-Shirts"), parent_id=2, part="Shirts") == ("permalink", "taken")
    assert put(SHOP, SHOP.branches[4], wanted) == SHOP


def test_all_that_grows_from_a_taxon_follows_its_new_permalink():
    after = moved(SHOP, 2, parent_id=1, part="Apparel")
    assert permalinks(after) == {
        1: "shop",
        2: "shop/apparel",
        3: "shop/kitchen",
        4: "shop/apparel/shirts",
        5: "shop/apparel/trousers",
        6: "shop/apparel/shirts/polo",
    }
    assert {each.id for each in changed(SHOP, after)} == {2, 4, 5, 6}


def test_a_roots_new_permalink_is_followed_by_the_whole_tree():
    after = moved(SHOP, 1, parent_id=None, part="store")
    assert all(permalink.startswith("store") for permalink in permalinks(after).values())


def test_a_root_may_not_take_another_roots_permalink():
    tree = Tree(SHOP.branches, frozenset({"brands"}))
    assert refusal_of(tree, tree.branches[1], parent_id=None, part="brands") == (
        "permalink",
        "taken",
    )
    assert put(tree_of((), {"shop"}), seed("Shop"), Spot(parent_id=None)).branches[
        NEW
    ].permalink == ("shop-2")


def test_a_taxon_moves_below_another_with_all_that_grows_from_it():
    after = moved(SHOP, 4, parent_id=3)
    assert order(after, 3) == [4]
    assert order(after, 2) == [5]
    assert permalinks(after)[4] == "shop/kitchen/shirts"
    assert permalinks(after)[6] == "shop/kitchen/shirts/polo"
    assert permalinks(after)[5] == "shop/clothing/trousers"


def test_a_taxon_that_moves_to_a_namesake_is_numbered():
    before = put(SHOP, seed("Shirts"), Spot(parent_id=3))
    after = moved(before, 4, parent_id=3)
    assert permalinks(after)[4] == "shop/kitchen/shirts-2"
    assert permalinks(after)[6] == "shop/kitchen/shirts-2/polo"


def test_a_taxon_stays_where_it_is_unless_told_otherwise():
    assert moved(SHOP, 5, parent_id=2) == SHOP
    assert order(moved(SHOP, 5, parent_id=2, position=0), 2) == [5, 4]


@pytest.mark.parametrize("parent", [2, 4, 6])
def test_a_taxon_cannot_grow_from_itself(parent):
    assert refusal_of(SHOP, SHOP.branches[2], parent_id=parent) == ("parent_id", "taxon_in_itself")


def test_a_parent_of_no_tree_or_of_another_one_is_refused():
    assert refusal_of(SHOP, SHOP.branches[2], parent_id=99) == ("parent_id", "taxon_not_found")
    assert refusal_of(SHOP, seed("Hats"), parent_id=99) == ("parent_id", "taxon_not_found")


def test_a_root_stays_a_root_and_nothing_else_becomes_one():
    assert refusal_of(SHOP, SHOP.branches[1], parent_id=3) == ("parent_id", "taxon_is_root")
    assert refusal_of(SHOP, SHOP.branches[2], parent_id=None) == ("parent_id", "required")


def test_a_tree_grows_so_high_and_no_higher():
    tree = tree_of([Branch(id=1, parent_id=None, permalink="t", position=0)])
    for id_ in range(2, DEEPEST + 1):
        after = put(tree, seed("x"), Spot(parent_id=id_ - 1))
        tree = tree_of(
            Branch(
                id=each.id or id_,
                **{name: getattr(each, name) for name in ("parent_id", "permalink", "position")},
            )
            for each in after.branches.values()
        )
    assert refusal_of(tree, seed("x"), parent_id=DEEPEST) == ("parent_id", "taxon_too_deep")


def test_a_taxon_is_felled_with_all_that_grows_from_it_the_outermost_first():
    assert felled(SHOP, 2) == (6, 5, 4, 2)
    assert felled(SHOP, 3) == (3,)


def test_a_root_is_not_felled():
    with pytest.raises(Invalid) as caught:
        felled(SHOP, 1)
    assert [problem.code for problem in caught.value.problems] == ["taxon_is_root"]


@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.integers(1, 6), st.integers(-1, 4), st.sampled_from("abc")),
        max_size=12,
    )
)
def test_however_taxons_are_moved_a_tree_stays_a_tree(moves):
    tree = SHOP
    for taxon_id, parent_id, position, part in moves:
        try:
            tree = moved(tree, taxon_id, parent_id=parent_id, position=position, part=part)
        except Invalid:
            continue
    assert set(tree.branches) == set(SHOP.branches)
    assert len(set(permalinks(tree).values())) == len(tree.branches)
    assert {1, *(each.id for each in tree.grown_from(1))} == set(tree.branches)
    for branch in tree.branches.values():
        above = tree.branches[branch.parent_id].permalink + "/" if branch.parent_id else ""
        assert branch.permalink == above + branch.part
        siblings = tree.children(branch.parent_id)
        assert sorted({each.position for each in siblings}) == sorted(
            each.position for each in siblings
        )
