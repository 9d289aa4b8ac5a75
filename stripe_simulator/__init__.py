"""A Stripe simulator: Stripe's HTTP, rules and test cards, without Stripe and without money. See README.md."""
