package verdict

import (
	"regexp"
	"slices"

	"wxtool/internal/lang"
)

// PhraseCount is how many phrases there are.
const PhraseCount = int(phraseCount)

var places = regexp.MustCompile(`\{([a-z]+)(:q)?\}`)

// Unfilled lists the places of a problem's texts for which it has no fact.
func (p Problem) Unfilled() []string { return unfilled(p.Finding.Text.EN, p.Facts) }

func unfilled(template string, facts []Fact) (names []string) {
	for _, place := range places.FindAllStringSubmatch(template, -1) {
		if !slices.ContainsFunc(facts, func(f Fact) bool { return f.Name == place[1] }) {
			names = append(names, place[1])
		}
	}
	for _, p := range phrasesOf(facts) {
		names = append(names, unfilled(p.text.EN, p.facts)...)
	}
	return names
}

// phrasesOf lists the phrases directly in facts.
func phrasesOf(facts []Fact) (list []phrase) {
	for _, f := range facts {
		switch value := f.Value.(type) {
		case phrase:
			list = append(list, value)
		case phrases:
			list = append(list, value...)
		}
	}
	return slices.DeleteFunc(list, func(p phrase) bool { return p.text == nil })
}

// Phrases lists the phrases in a problem by number.
func (p Problem) Phrases() []int { return numbersOf(p.Facts) }

func numbersOf(facts []Fact) (numbers []int) {
	for _, p := range phrasesOf(facts) {
		for i := range phraseTexts {
			if p.text == &phraseTexts[i] {
				numbers = append(numbers, i)
			}
		}
		numbers = append(numbers, numbersOf(p.facts)...)
	}
	return numbers
}

// Evidence lists what sources say in words.
func Evidence() []lang.Text { return evidence }

// Phrase is a phrase in both languages.
func Phrase(i int) lang.Text { return phraseTexts[i] }

// PhraseText is the English text of a phrase.
func PhraseText(i int) string { return phraseTexts[i].EN }

// EffectCount is one more than the last effect.
const EffectCount = int(effectCount)
