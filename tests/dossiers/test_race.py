"""Two people at once: one wins, the other reads that somebody was faster."""

import threading

import pytest
from django.db import connection

from ratings.dossiers import actions, commune_actions
from ratings.dossiers.models import Dossier, Transition
from ratings.dossiers.states import Kind, State
from registry.access.answers import Refused
from registry.products.models import ProductCode
from tests import builders
from tests.builders import at
from tests.cast import cast


def at_once(*acts):
    """Run each act in a thread of its own, all released together; return what each returned or raised."""
    start, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(place, act):
        try:
            start.wait()
            results[place] = act()
        except Refused as refused:
            results[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


@pytest.mark.django_db(transaction=True)
def test_of_two_who_receive_at_once_one_wins_and_the_other_is_told_who():
    dossier = builders.a_dossier_at(State.FILED)
    cuc, dung = cast("cuc"), cast("dung")

    def receive(copy, person):
        return lambda: commune_actions.receive_complete(
            dossier=copy, received_on=at(30, 9).date(), paper_set=True, slip_number="", actor=person, at=at(30, 9)
        )

    copies = [Dossier.objects.select_related("product", "producer", "commune").get(pk=dossier.pk) for _ in range(2)]
    results = at_once(receive(copies[0], cuc), receive(copies[1], dung))
    refused = [result for result in results if isinstance(result, Refused)]
    assert len(refused) == 1
    winner = Transition.objects.get(move="receive_complete").actor
    assert str(refused[0].answer.reason) == f"{winner.full_name} đã chuyển hồ sơ này lúc 09:00."
    assert ProductCode.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_dossiers_opened_at_once_get_numbers_of_their_own():
    builders.law()
    products = [builders.a_product(name=f"Nước mắm {number}") for number in range(3)]
    hanh = cast("hanh")
    opened = at_once(
        *(
            lambda product=product: actions.open_dossier(
                product=product, kind=Kind.FIRST, held=None, actor=hanh, at=at(14, 9)
            )
            for product in products
        )
    )
    assert sorted(row.number for row in opened) == [f"19654-2026-0000{number}" for number in (1, 2, 3)]
