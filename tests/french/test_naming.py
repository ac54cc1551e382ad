import pytest

from reportgen.french.naming import headed, named


@pytest.mark.parametrize(
    ("title", "inside", "first"),
    [
        ("base", "réseau « base »", "Réseau « base »"),
        ("réseau de base", "« réseau de base »", "Le « réseau de base »"),
        ("Réseau", "« Réseau »", "Le « Réseau »"),
        ("réseaux jumeaux", "réseau « réseaux jumeaux »", "Réseau « réseaux jumeaux »"),
        ("", "réseau «  »", "Réseau «  »"),
    ],
)
def test_a_noun_is_not_said_twice(title: str, inside: str, first: str) -> None:
    assert named("réseau", title) == inside
    assert headed("réseau", title) == first
