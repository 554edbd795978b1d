"""Panels on the pages of lower apps, which know nothing of them."""

from django import template

from socialvalue.models import PanelMember

register = template.Library()


@register.inclusion_tag("socialvalue/panel/_mine.html")
def panels_of(user) -> dict:
    """`{% panels_of user %}`: the offers she judges or moderates now."""
    seats = PanelMember.objects.of(user).at_work().select_related("criteria__lot__opportunity")
    return {"seats": list(seats.order_by("criteria__lot__opportunity__submissions_close_at", "pk"))}
