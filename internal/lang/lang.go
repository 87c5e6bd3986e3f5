// Package lang contains texts in the languages of wxtool's output.
package lang

// Language is a language by its code.
type Language string

const (
	English Language = "en"
	Chinese Language = "zh"
)

// Text is one text in each language. ZH may be empty.
type Text struct{ EN, ZH string }

// In returns the text in a language, or in English where it has none.
func (t Text) In(l Language) string {
	if l == Chinese && t.ZH != "" {
		return t.ZH
	}
	return t.EN
}
