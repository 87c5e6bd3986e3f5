package sandbox

import "wxtool/internal/menu"

// checkMenuMedia checks that what the items of an Official Account's menu name exists.
// 40007 was seen for a media_id that is not one of permanent material; that a draft is
// accepted by view_limited, which is for articles, and 53600 for an unknown article_id,
// are guesses.
//
// https://developers.weixin.qq.com/community/develop/doc/000e2487df88f806b3624449a66c00
// https://developers.weixin.qq.com/doc/service/api/custommenu/api_createcustommenu
func (c *call) checkMenuMedia(m *menu.Menu) error {
	if c.account.Platform != MP {
		return nil
	}
	for _, it := range itemsOf(m) {
		if err := c.checkItem(it.button); err != nil {
			return err
		}
	}
	return nil
}

func (c *call) checkItem(b *menu.Button) error {
	if len(b.SubButton) > 0 {
		return nil
	}
	switch b.Type {
	case "media_id":
		return c.checkMaterial(b.MediaID)
	case "view_limited":
		if _, err := c.ownNews(b.MediaID); err == nil {
			return nil
		}
		return c.checkMaterial(b.MediaID)
	case "article_id", "article_view_limited":
		_, err := c.published(b.ArticleID)
		return err
	}
	return nil
}
