"""Round prices to try the postage with; no price list of any post."""

PRICES = {"ordinary": 5, "registered": 10, "registered_receipt": 15}


def set_postage(company, day):
    """Enter example postage rates of a company.

    :param day: day from which they hold
    """
    company.env["debt.postage.rate"].create(
        [
            {
                "company_id": company.id,
                "kind": kind,
                "valid_from": day,
                "amount": amount,
                "note": "Przykład, nie cennik",
            }
            for kind, amount in PRICES.items()
        ]
    )
