package interop

import (
	"encoding/xml"
	"slices"
	"testing"
)

// TestLossKinds tests the comparison itself: it finds every kind of loss, and nothing
// else.
func TestLossKinds(t *testing.T) {
	type item struct {
		ID string `xml:"Id"`
	}
	message := `<xml><Whole> <![CDATA[a & b]]> </Whole><Number>23.10</Number><Yes>1</Yes><List><Id>1</Id><Id>2</Id></List>
		<Missing>m</Missing><ErrCode>7</ErrCode><Flat><Id>8</Id></Flat><Deep><Deeper>9</Deeper></Deep><One>1</One><One>2</One><Empty></Empty></xml>`
	var v struct {
		Whole   string
		Number  float64
		Yes     bool
		List    []string `xml:"List>Id"`
		ErrCode string   `xml:"errCode"`
		Flat    string
		Deeper  string
		One     string
		Never   *item
	}
	if err := xml.Unmarshal([]byte(message), &v); err != nil {
		t.Fatal(err)
	}
	all, err := xmlElements(message)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, l := range hold("xml", []any{&v}).lost(all) {
		got = append(got, l.path+" "+l.kind)
	}
	want := []string{"Missing no-field", "ErrCode other-name", "Flat/Id wrong-type", "Deep/Deeper other-place", "One one-of-several"}
	if !slices.Equal(got, want) {
		t.Errorf("lost %q, want %q", got, want)
	}
}
