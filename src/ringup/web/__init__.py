"""HTTP matters that know no order: parameters, credentials, paging, limits, amounts for people."""
