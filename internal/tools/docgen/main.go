// Command docgen writes docs/pushes.md, the page of all samples, to the file
// named by its argument. It is run by go generate and is no part of wxtool.
package main

import (
	"bytes"
	"log"
	"os"

	"wxtool/fixtures"
	"wxtool/internal/fixture"
)

func main() {
	all, err := fixture.New(fixtures.Files()).List(fixture.Filter{Retired: true})
	if err != nil {
		log.Fatal(err)
	}
	var page bytes.Buffer
	if err := fixture.WriteMarkdown(&page, all); err != nil {
		log.Fatal(err)
	}
	if err := os.WriteFile(os.Args[1], page.Bytes(), 0o666); err != nil {
		log.Fatal(err)
	}
}
