"""What stripe.js does in the renter's browser, without the browser: confirm with publishable key and client secret."""

import requests


def type_card(form, api: str, number: str = "4242424242424242") -> dict:
    """Type a card into an open CardForm and confirm it. Returns Stripe's answer: the intent, or an error with it."""
    response = requests.post(
        f"{api}/v1/setup_intents/{form.setup.intent_id}/confirm",
        data={
            "key": form.publishable_key,
            "client_secret": form.client_secret,
            "use_stripe_sdk": "true",
            "payment_method_data[type]": "card",
            "payment_method_data[card][number]": number,
            "payment_method_data[card][exp_month]": "12",
            "payment_method_data[card][exp_year]": "2034",
            "payment_method_data[card][cvc]": "123",
        },
        timeout=10,
    )
    return response.json()


def answer_the_bank(form, api: str, outcome: str = "authenticated") -> dict:
    """The 3-D Secure dialogue: `authenticated` or `failed`."""
    response = requests.post(
        f"{api}/v1/_3ds/{form.setup.intent_id}/complete",
        data={"key": form.publishable_key, "client_secret": form.client_secret, "outcome": outcome},
        timeout=10,
    )
    return response.json()
