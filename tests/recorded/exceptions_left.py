"""What differs and for which the contract gives no reason: to be decided, or to be built."""

from tests.recorded.allowing import Difference, Shows

LEFT = (
    Difference(
        name="stores have no texts for search engines yet",
        why="To be built, with the endpoints that write stores.",
        where=(
            Shows(
                scenario="users_and_misc",
                steps=(18, 19, 20),
                path=r"(stores\.)?(meta_description|seo_title)",
                ours=None,
            ),
        ),
    ),
)
