package verdict

// Problem is one thing that is wrong with a reply: its stable ID, what is wrong
// in one sentence, and what the person with the phone sees of it.
type Problem struct {
	ID     string `json:"id"`
	Level  Level  `json:"level"`
	Text   string `json:"problem"`
	Effect string `json:"effect"`
}
