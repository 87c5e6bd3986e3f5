package qrbatch

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"wxtool/internal/journal"
)

// AskedFile is the name of the file of requests.
const AskedFile = "asked.jsonl"

// entry is a line of asked.jsonl. It has one of the fields.
type entry struct {
	Owner   string `json:"owner,omitempty"`   // the first line: the account that the folder belongs to
	Asked   string `json:"asked,omitempty"`   // key of a code that is going to be requested
	Refused string `json:"refused,omitempty"` // key of a code that was refused, or whose request was not sent
}

// line is the entry as it is written.
func (e entry) line() []byte {
	line, _ := json.Marshal(e) // strings only
	return append(line, '\n')
}

// begins reports whether e is the first line of a log.
func (e entry) begins(log *journal.Log) bool {
	first, _, _ := bytes.Cut(log.Lines, []byte("\n"))
	var found entry
	return json.Unmarshal(first, &found) == nil && found == e
}

// endsInEntry reports whether the tail of a log is an entry that lacks only its
// line end.
func endsInEntry(log *journal.Log) bool {
	var e entry
	return json.Unmarshal(log.Tail, &e) == nil && e.Asked+e.Refused != ""
}

// inDoubt returns the keys that were requested more often than refused and have no
// result, the oldest last request first. A refusal settles one request: an earlier
// one, whose outcome is unknown, stays in doubt.
func inDoubt(log *journal.Log, results []Result) []string {
	line, times, n := map[string]int{}, map[string]int{}, 0
	for text := range log.Entries() {
		var e entry
		n++
		switch {
		case json.Unmarshal(text, &e) != nil:
		case e.Asked != "":
			line[e.Asked] = n
			times[e.Asked]++
		case times[e.Refused] > 0:
			if times[e.Refused]--; times[e.Refused] == 0 {
				delete(line, e.Refused)
			}
		}
	}
	for _, r := range results {
		delete(line, r.Key())
	}
	return slices.SortedFunc(maps.Keys(line), func(a, b string) int { return line[a] - line[b] })
}
