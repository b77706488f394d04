SELECT id, name, address FROM specialists
WHERE menus @> $1::text[] AND places && $2::text[] AND slots & $3::int <> 0 AND fee_yen <= $4::int AND engagements < max_engagements
ORDER BY 40 * bit_count((fields & $5::int)::bit(32)) + CASE WHEN prefecture = $6::text THEN 20 ELSE 0 END
       + 5 * bit_count((slots & $3::int)::bit(32)) - 4 * engagements DESC, id
LIMIT 3
