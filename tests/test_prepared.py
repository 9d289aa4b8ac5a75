"""A prepared query finds what Django's own would, whatever it is asked, and each time anew."""

from django.db.models import Count

from boxholder.operators.models import Operator, Space, Staff
from boxholder.prepared import Counted, Prepared

OF_OPERATOR = Prepared(lambda operator: Space.objects.filter(operator=operator).order_by("name"))
ROLE = Prepared(lambda user, operator: Staff.objects.active().filter(operator=operator, user=user))
NAMED = Prepared(lambda slug: Operator.objects.filter(slug=slug))
COUNTED = Prepared(
    lambda *operators: (
        Operator.objects.filter(pk__in=operators).annotate(n=Count("spaces")).order_by("pk").values_list("slug", "n")
    )
)


def test_it_finds_what_the_query_finds(harbor, summit, dock, pier):
    for operator in (harbor, summit):
        assert OF_OPERATOR.all(operator.pk) == list(operator.spaces.order_by("name"))


def test_each_value_goes_to_its_place(harbor, summit, olivia, sam):
    assert ROLE.first(olivia.pk, harbor.pk).user == olivia
    assert ROLE.first(sam.pk, summit.pk).user == sam
    assert ROLE.first(olivia.pk, summit.pk) is None


def test_what_has_changed_since_is_found_changed(harbor, carl):
    assert ROLE.first(carl.pk, harbor.pk) is not None

    Staff.objects.filter(user=carl).update(is_active=False)

    assert ROLE.first(carl.pk, harbor.pk) is None


def test_a_text_is_only_ever_a_value(harbor):
    assert NAMED.first("harbor") == harbor
    for text in ("harbour", "' OR 1=1 --", "%s", "", "\ue0000\ue001"):
        assert NAMED.first(text) is None


def test_some_values_or_more(harbor, summit, dock, pier):
    assert COUNTED.rows(harbor.pk) == [("harbor", 2)]
    assert sorted(COUNTED.rows(harbor.pk, summit.pk))[0] == ("harbor", 2)
    assert len(COUNTED.rows(harbor.pk, summit.pk)) == 2


def test_a_count_looks_at_numbers_only(harbor, dock, pier):
    counts = Operator.objects.filter(pk=harbor.pk).values_list(Counted(harbor.spaces.order_by()[:999]))

    assert list(counts) == [(2,)]
    assert "street" in str(harbor.spaces.all().query)
    assert "street" not in str(counts.query)


def test_the_sql_is_worked_out_once(harbor):
    built = []
    prepared = Prepared(lambda slug: built.append(slug) or Operator.objects.filter(slug=slug))

    assert [prepared.first(slug) for slug in ("harbor", "summit", "harbor")] == [harbor, None, harbor]
    assert len(built) == 1


def test_what_is_found_is_whole(harbor, django_assert_num_queries):
    found = NAMED.first("harbor")

    with django_assert_num_queries(0):
        assert [getattr(found, field.attname) for field in Operator._meta.fields] == [
            getattr(harbor, field.attname) for field in Operator._meta.fields
        ]
