package cli

import (
	"context"
	"fmt"
	"strings"

	"wxtool/internal/menu"
	"wxtool/internal/ui"
	"wxtool/internal/wxapi"
)

// menuPush makes the calls of a plan.
type menuPush struct {
	client *wxapi.Client
	steps  []menu.Step
	ids    []string // that the calls gave or took, one per call made
	done   int
}

func (p *menuPush) all(ctx context.Context) error {
	for _, step := range p.steps {
		id, err := p.call(ctx, step)
		if err != nil {
			return err
		}
		p.ids = append(p.ids, id)
		p.done++
	}
	return nil
}

func (p *menuPush) call(ctx context.Context, step menu.Step) (id string, err error) {
	switch step.Action {
	case menu.SetDefault:
		return "", p.client.MenuCreate(ctx, step.Menu.JSON())
	case menu.DeleteConditional:
		return step.Conditional.MenuID, p.client.MenuDelConditional(ctx, step.Conditional.MenuID)
	}
	return p.client.MenuAddConditional(ctx, step.Conditional.JSON())
}

// menuCall is one call as it is printed.
type menuCall struct {
	Action menu.Action `json:"action"`
	Rule   string      `json:"matchrule,omitempty"`
	MenuID string      `json:"menuid,omitempty"`
	Done   bool        `json:"done"`
}

func (p *menuPush) calls() []menuCall {
	calls := []menuCall{}
	for i, step := range p.steps {
		call := menuCall{Action: step.Action, Done: i < p.done}
		if step.Conditional != nil {
			call.Rule, call.MenuID = step.Conditional.MatchRule.String(), step.Conditional.MenuID
		}
		if call.Done {
			call.MenuID = p.ids[i]
		}
		calls = append(calls, call)
	}
	return calls
}

type pushResult struct {
	DryRun  bool            `json:"dry_run"`
	Changes menu.Difference `json:"changes"`
	Calls   []menuCall      `json:"calls"`
}

func (r pushResult) WriteText(p *ui.Paper) {
	writeChanges(p, r.Changes)
	switch {
	case len(r.Calls) == 0:
		p.Linef("%s, the account has these menus", p.Good("nothing to push"))
	case r.DryRun:
		p.Linef("%s, a push means: %s", p.Warn("dry run"), summary(r.Calls, func(menuCall) bool { return true }))
	default:
		made := summary(r.Calls, func(c menuCall) bool { return c.Done })
		if made == "" {
			p.Linef("%s", p.Bad("nothing was pushed"))
			return
		}
		p.Linef("%s: %s", p.Good("pushed"), made)
	}
}

// summary counts calls in words.
func summary(calls []menuCall, which func(menuCall) bool) string {
	count := map[menu.Action]int{}
	for _, c := range calls {
		if which(c) {
			count[c.Action]++
		}
	}
	var words []string
	if count[menu.SetDefault] > 0 {
		words = append(words, "default menu set")
	}
	if n := count[menu.AddConditional]; n > 0 {
		words = append(words, plural(n, "conditional menu")+" published")
	}
	if n := count[menu.DeleteConditional]; n > 0 {
		words = append(words, fmt.Sprintf("%d deleted", n))
	}
	return strings.Join(words, ", ")
}
