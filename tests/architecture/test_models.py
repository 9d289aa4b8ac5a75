"""Rooms keep their order in the database too, where an import check cannot see."""

import pytest
from django.apps import apps
from django.core.management import call_command

from tests.architecture import sources

FLOOR = {room: floor for floor, layer in enumerate(sources.rooms()) for room in layer}


def room_of(model) -> str:
    return model._meta.app_config.name


def keys() -> list:
    return [
        field
        for model in apps.get_models(include_auto_created=True)
        if room_of(model) in FLOOR
        for field in model._meta.get_fields()
        if field.is_relation and field.concrete and room_of(field.related_model) in FLOOR
    ]


@pytest.mark.parametrize("field", keys(), ids=str)
def test_a_foreign_key_points_to_its_own_or_a_lower_room(field):
    here, there = room_of(field.model), room_of(field.related_model)

    assert here == there or FLOOR[there] > FLOOR[here], f"{field} points up from {here} to {there}"


def test_doors_have_no_models():
    doors = {"boxholder.operator_site", "boxholder.renter_site", "boxholder.web"}

    assert [model for model in apps.get_models() if room_of(model) in doors] == []


@pytest.mark.django_db
def test_every_migration_is_written():
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)
