# Joins what another checker says (number, verdict, levels ruled out, anomalies or error) with Ordeal's verdicts and
# the definition's (number, level, Ordeal's, the definition's, size, history); prints how often each three answers meet.
BEGIN {
  FS = "\t"
  # Elle has another name for this level.
  alias["strict-serializable"] = "strong-serializable"
}
FNR == NR {
  said[$1] = $2
  out[$1] = "," $3 ","
  why[$1] = $4
  judged += 1
  levels = split($3, level, ",")
  for (i = 1; i <= levels; i++) knows[level[i]] = 1
  next
}
{
  name = $2 in alias ? alias[$2] : $2
  # Levels that it rules out of no history are none of its levels.
  if ($2 != "linearizable" && !(name in knows)) next
  peer = $1 in said ? said[$1] : "nothing"
  if (index(out[$1], "," name ",")) peer = "INVALID"
  else if (peer == "INVALID" && $2 != "linearizable") peer = "VALID"
  kind = peer " | " $3 " | " $4
  total[kind]++
  count[kind, $2]++
  if (!(($2) in seen)) { seen[$2] = 1; order[++names] = $2 }
  if (!(kind in size) || $5 < size[kind]) {
    size[kind] = $5
    smallest[kind] = $2 ": `" $6 "`" (why[$1] == "" ? "" : " (" why[$1] ")")
  }
  if ($3 != "UNKNOWN" && $3 != $4) wrong = 1
}
END {
  print judged + 0 " histories."
  print ""
  print "| peer | Ordeal | definition | answers | of the levels | the smallest (and what the peer names) |"
  print "|---|---|---|---|---|---|"
  for (kind in total) {
    text = ""
    for (i = 1; i <= names; i++) {
      if ((kind, order[i]) in count) text = text (text == "" ? "" : ", ") order[i] " " count[kind, order[i]]
    }
    split(kind, answer, " [|] ")
    if (answer[1] == answer[2] && answer[2] == answer[3]) { text = "all"; smallest[kind] = "" }
    print "| " kind " | " total[kind] " | " text " | " smallest[kind] " |" | "sort"
  }
  close("sort")
  exit wrong
}
