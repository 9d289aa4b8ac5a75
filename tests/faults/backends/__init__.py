"""Django's own database backends, which count the commits of a process and can end it right after one of them.

The product does not know them: a worker under test is started with BOXHOLDER_DATABASE_ENGINE set to
`tests.faults.backends.sqlite` (or `.postgresql`), and with the two variables of `counting.py`.
"""
