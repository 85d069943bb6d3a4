"""Strategy: what debtors are like, and which track their cases are treated on.

``facts`` reads what is known of debtors, ``figures`` stores their figures,
``classify`` chooses the tracks, ``work`` takes debtors in chunks. All of it works on
sets: the number of queries does not depend on the number of debtors.
"""
