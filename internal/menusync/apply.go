package menusync

import (
	"context"
	"slices"

	"wxtool/internal/menu"
)

// Action is what a call does.
type Action string

const (
	SetDefault        Action = "set_default"        // menu/create
	DeleteConditional Action = "delete_conditional" // menu/delconditional
	AddConditional    Action = "add_conditional"    // menu/addconditional
)

// Call is one call of a [Plan].
type Call struct {
	Action Action `json:"action"`
	Rule   string `json:"matchrule,omitempty"` // of a conditional menu
	MenuID string `json:"menuid,omitempty"`    // of a published menu, known once it is
	Done   bool   `json:"done"`

	menu        *menu.Menu
	conditional *menu.Conditional
}

func publishing(c *menu.Conditional) Call {
	return Call{Action: AddConditional, Rule: c.MatchRule.String(), conditional: c}
}

func deleting(c *menu.Conditional) Call {
	return Call{Action: DeleteConditional, Rule: c.MatchRule.String(), MenuID: c.MenuID, conditional: c}
}

// Apply makes the calls of a plan in order, and ends at the first that fails. It
// returns all calls of the plan with those that succeeded marked as done, also
// together with an error. A failed call may have been made all the same, where
// only its answer was lost. After an error, a new plan has the calls that remain.
//
// Progress is called before each call with how many are done; it may be nil.
func (a Account) Apply(ctx context.Context, plan *Plan, progress func(done int, next Call)) ([]Call, error) {
	calls := slices.Clone(plan.Calls)
	for i := range calls {
		if progress != nil {
			progress(i, calls[i])
		}
		id, err := a.make(ctx, calls[i])
		if err != nil {
			return calls, err
		}
		calls[i].MenuID, calls[i].Done = id, true
	}
	return calls, nil
}

func (a Account) make(ctx context.Context, c Call) (menuID string, err error) {
	switch c.Action {
	case SetDefault:
		return "", a.API.MenuCreate(ctx, c.menu.JSON())
	case DeleteConditional:
		return c.MenuID, a.API.MenuDelConditional(ctx, c.MenuID)
	}
	return a.API.MenuAddConditional(ctx, c.conditional.JSON())
}
