package sandbox

import "encoding/json"

// scalar is a text or a number of JSON, as it is written.
type scalar string

// UnmarshalJSON takes nothing but a text or a number; null is "".
func (s *scalar) UnmarshalJSON(raw []byte) error {
	var text string
	if raw[0] == '"' {
		err := json.Unmarshal(raw, &text)
		*s = scalar(text)
		return err
	}
	var number json.Number
	err := json.Unmarshal(raw, &number)
	*s = scalar(number)
	return err
}
