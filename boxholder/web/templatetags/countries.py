from django import template

from boxholder.web import countries

register = template.Library()
register.filter("country_name", countries.country_name)
