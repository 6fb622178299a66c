"""The query language of QUERY: select, where, group by, pivot, order by, limit, offset, label, format."""
