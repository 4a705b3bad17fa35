"""Of a shop in which all went its way there is nothing to say, however busy it was."""


async def test_nothing_is_wrong_with_a_busy_shop(shop):
    assert await shop.examined() == []
