package conform

import (
	"context"
	"slices"
	"strings"

	"wxtool/internal/fixture"
)

// pushCases are a case for each kind of push that the endpoint gets.
func pushCases(e *Endpoint) []*Case {
	cases := make([]*Case, len(e.Pushes))
	for i, f := range e.Pushes {
		cases[i] = pushCase(f)
	}
	return cases
}

// pushCase is the case of one kind of push. Its name is the id of the fixture, with the
// platform of the fixture where that is not the first of the wire platform.
func pushCase(f *fixture.Fixture) *Case {
	name := f.ID
	if f.Platform != "mp" && f.Platform != "work" {
		name = f.Platform + "-" + f.ID
	}
	source := pageReceiving
	if f.Platform == "work" || f.Platform == "work-suite" {
		source = pageWork
	}
	if strings.HasPrefix(f.Doc, "https://") {
		source = f.Doc
	}
	return &Case{
		Topic: Push, Name: name, Level: Must, Source: source, Control: ByPush, Positive: true, Destructive: destructive(f),
		Requirement: text("A push of %s is answered with status 200 and a valid answer within 5 seconds.", "%s 推送须在 5 秒内得到状态码 200 和有效的应答。", f.Name),
		Check: func(ctx context.Context, t *Trial) error {
			p, err := t.Push(f)
			if err != nil {
				return err
			}
			_, err = t.Deliver(ctx, p)
			return err
		},
	}
}

// destructive reports whether servers usually delete something because of a push, going
// by the words of its id.
func destructive(f *fixture.Fixture) bool {
	return slices.ContainsFunc(strings.Split(f.ID, "-"), func(word string) bool {
		switch word {
		case "unsubscribe", "unauthorized", "del", "delete", "remove", "dismiss", "unbind", "cancel", "precancel", "revoke", "cancellation", "reset":
			return true
		}
		return false
	})
}
