from datetime import date

import pytest

from reportgen.errors import UsageError
from reportgen.meta import today


def test_the_date_of_documents_can_be_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "86400")
    assert today() == date(1970, 1, 2)


@pytest.mark.parametrize("given", ["", "hier", "1.5", "9" * 40])
def test_what_is_not_a_date_is_a_french_usage_error(
    monkeypatch: pytest.MonkeyPatch, given: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", given)
    with pytest.raises(UsageError, match=r"SOURCE_DATE_EPOCH vaut .* nombre entier de secondes"):
        today()
