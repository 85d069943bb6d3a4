"""Which rows of one file speak of the same debtor.

Rows are joined by equal numbers: payer number, PESEL, NIP. Energy points change
hands and names are not unique, so these two serve only where nothing better is given.
"""


class DebtorGroups:
    """Groups of rows by their debtor; a row can join two groups into one.

    :param first_key: the key that was chosen: "payer", "pesel", "nip" or "ppe"
    """

    def __init__(self, first_key):
        """See the class."""
        self._first_key = first_key
        self._by_key = {}
        self._parents = []

    def group_of(self, staged):
        """Number of the group of a row; see also ``joined``."""
        keys = self._keys(staged)
        groups = {self._root(self._by_key[key]) for key in keys if key in self._by_key}
        root = min(groups) if groups else self._new()
        for group in groups:
            self._parents[group] = root
        for key in keys:
            self._by_key[key] = root
        return root

    def joined(self):
        """``{group: group it was joined with}`` of all that are no group any more."""
        return {
            group: self._root(group)
            for group, parent in enumerate(self._parents)
            if parent != group
        }

    def _new(self):
        """Begin a group."""
        self._parents.append(len(self._parents))
        return self._parents[-1]

    def _root(self, group):
        """The group with which a group was joined, itself when with none."""
        while self._parents[group] != group:
            self._parents[group] = self._parents[self._parents[group]]
            group = self._parents[group]
        return group

    def _keys(self, staged):
        """What identifies the debtor of a row."""
        strong = {
            "payer": staged["payer"],
            "pesel": staged["pesel_sure"] and staged["pesel"],
            "nip": staged["nip_sure"] and staged["nip"],
        }
        if self._first_key == "ppe" and staged["ppe"]:
            return [("ppe", staged["ppe"])]
        keys = [(kind, number) for kind, number in strong.items() if number]
        return keys or self._weak_keys(staged)

    def _weak_keys(self, staged):
        """The best of what is left when there is no sure number."""
        for kind in ("pesel", "nip", "ppe"):
            if staged[kind]:
                return [(kind, staged[kind])]
        if staged["name"] and staged["street"] and staged["city"]:
            address = (staged["name"], staged["zip"], staged["city"], staged["street"])
            return [("address", tuple(str(part).lower() for part in address))]
        return []
