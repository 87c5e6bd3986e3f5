// Command docgen generates pages in docs: pushes.md with the samples, verdicts.md with
// the rules, causes.md with the causes of wrong answers, checks.md with the conformance
// cases, these three also in Chinese, json.md
// and json.schema.json with the output of --json. Its argument is the folder. go generate
// runs it; it is not part of wxtool.
package main

import (
	"bytes"
	"io"
	"log"
	"os"
	"path/filepath"

	"wxtool/fixtures"
	"wxtool/internal/conform"
	"wxtool/internal/fingerprint"
	"wxtool/internal/fixture"
	"wxtool/internal/lang"
	"wxtool/internal/verdict"
)

func main() {
	docs := os.Args[1]
	root := filepath.Join(docs, "..")
	for name, write := range map[string]func(io.Writer) error{
		"pushes.md": pushes, "verdicts.md": verdicts(lang.English), "verdicts.zh-CN.md": verdicts(lang.Chinese),
		"causes.md": causes(lang.English), "causes.zh-CN.md": causes(lang.Chinese),
		"checks.md": checks(lang.English), "checks.zh-CN.md": checks(lang.Chinese),
		"json.md":          func(w io.Writer) error { return writeJSONPage(w, root) },
		"json.schema.json": writeJSONSchema,
	} {
		var page bytes.Buffer
		if err := write(&page); err != nil {
			log.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(docs, name), page.Bytes(), 0o666); err != nil {
			log.Fatal(err)
		}
	}
}

func verdicts(l lang.Language) func(io.Writer) error {
	return func(w io.Writer) error { return verdict.WriteMarkdown(w, l) }
}

func causes(l lang.Language) func(io.Writer) error {
	return func(w io.Writer) error { return fingerprint.WriteMarkdown(w, l) }
}

func checks(l lang.Language) func(io.Writer) error {
	return func(w io.Writer) error { return conform.WriteMarkdown(w, l) }
}

func pushes(w io.Writer) error {
	all, err := fixture.New(fixtures.Files()).List(fixture.Filter{Retired: true})
	if err != nil {
		return err
	}
	return fixture.WriteMarkdown(w, all)
}
