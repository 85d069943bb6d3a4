"""Fields and words of the postal life of letters, shared by several models."""

# Fields of the postal life: they change through the doors below, never by hand.
POSTAL = {
    "batch_id",
    "batch_position",
    "posted_on",
    "posted_by_id",
    "posting_number",
    "delivered_on",
    "received_by",
    "returned_on",
    "return_reason",
    "served_on",
}
# How a letter is to be posted may be changed until it is.
PLANNED = {"post_kind", "post_format", "post_grams", "post_priority"}
POSTAL_STATES = {"printed", "posted", "delivered", "returned", "cancelled"}
KINDS = [
    ("ordinary", "Ordinary"),
    ("registered", "Registered"),
    ("registered_receipt", "Registered with Confirmation of Receipt"),
]
FORMATS = [("S", "S"), ("M", "M"), ("L", "L")]
