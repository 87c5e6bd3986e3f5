// Command docgen generates pages in docs: pushes.md with the samples, verdicts.md with
// the rules, and causes.md with the causes of wrong answers. Its argument is the folder.
// go generate runs it; it is not part of wxtool.
package main

import (
	"bytes"
	"io"
	"log"
	"os"
	"path/filepath"

	"wxtool/fixtures"
	"wxtool/internal/fingerprint"
	"wxtool/internal/fixture"
	"wxtool/internal/verdict"
)

func main() {
	for name, write := range map[string]func(io.Writer) error{
		"pushes.md": pushes, "verdicts.md": verdict.WriteMarkdown, "causes.md": fingerprint.WriteMarkdown,
	} {
		var page bytes.Buffer
		if err := write(&page); err != nil {
			log.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(os.Args[1], name), page.Bytes(), 0o666); err != nil {
			log.Fatal(err)
		}
	}
}

func pushes(w io.Writer) error {
	all, err := fixture.New(fixtures.Files()).List(fixture.Filter{Retired: true})
	if err != nil {
		return err
	}
	return fixture.WriteMarkdown(w, all)
}
