package wxapi

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
)

// ErrNoMenu means that no menu has been set through the API (errcode 46003). The
// account may have one made on the website.
var ErrNoMenu = errors.New("menu/get: the API has set no menu (errcode 46003)")

// Menus are passed as the platform's JSON, which internal/menu reads and writes. On
// WeCom, the calls are about the application Account.AgentID.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu
// https://developer.work.weixin.qq.com/document/path/90231

// MenuCreate sets the default menu. Conditional menus stay.
func (c *Client) MenuCreate(ctx context.Context, body []byte) error {
	return c.authorized(ctx, c.ofAgent(c.post("menu/create", json.RawMessage(body))), &struct{}{})
}

// MenuGet returns the menus that the API has set, conditional ones included, or
// ErrNoMenu.
func (c *Client) MenuGet(ctx context.Context) ([]byte, error) {
	var reply json.RawMessage
	err := c.authorized(ctx, c.ofAgent(c.get("menu/get", url.Values{})), &reply)
	if refusal, ok := errors.AsType[*Error](err); ok && refusal.Code == 46003 {
		return nil, ErrNoMenu
	}
	return reply, err
}

// SelfMenu returns the default menu in force, however it was set. WeCom has no
// such call.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_getcurrentselfmenuinfo
func (c *Client) SelfMenu(ctx context.Context) ([]byte, error) {
	var reply json.RawMessage
	err := c.authorized(ctx, c.get("get_current_selfmenu_info", url.Values{}), &reply)
	return reply, err
}

// MenuDelete deletes the default menu, and with it every conditional one.
func (c *Client) MenuDelete(ctx context.Context) error {
	return c.authorized(ctx, c.ofAgent(c.get("menu/delete", url.Values{})), &struct{}{})
}

// MenuAddConditional publishes a conditional menu and returns its menuid. Of
// those that fit a user the one published last is shown.
//
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_addconditionalmenu
func (c *Client) MenuAddConditional(ctx context.Context, body []byte) (menuID string, err error) {
	const op = "menu/addconditional"
	var reply struct {
		MenuID json.RawMessage `json:"menuid"` // a text, in older answers a number
	}
	if err := c.authorized(ctx, c.post(op, json.RawMessage(body)), &reply); err != nil {
		return "", err
	}
	if json.Unmarshal(reply.MenuID, &menuID) != nil {
		menuID = string(reply.MenuID)
	}
	if menuID == "" {
		return "", c.notJSON(op)
	}
	return menuID, nil
}

// MenuDelConditional deletes one conditional menu.
func (c *Client) MenuDelConditional(ctx context.Context, menuID string) error {
	body := map[string]string{"menuid": menuID}
	return c.authorized(ctx, c.post("menu/delconditional", body), &struct{}{})
}

// MenuTryMatch returns the menu that a user sees. The user is an OpenID or a WeChat
// ID.
func (c *Client) MenuTryMatch(ctx context.Context, userID string) ([]byte, error) {
	if userID == "" {
		return nil, limit("user_id", "is empty, it must be an OpenID or a WeChat id")
	}
	var reply json.RawMessage
	err := c.authorized(ctx, c.post("menu/trymatch", map[string]string{"user_id": userID}), &reply)
	return reply, err
}

// ofAgent adds the application to the query, which WeCom requires.
func (c *Client) ofAgent(r request) request {
	if c.Account.Platform == Work {
		r.query.Set("agentid", c.Account.AgentID)
	}
	return r
}
