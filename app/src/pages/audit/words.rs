//! What an action is called.

use crate::i18n::{I18nKeys, Locale, t_string};
use leptos_i18n::I18nContext;

type Texts = I18nContext<Locale, I18nKeys>;

/// An action in the reader's language; one without a name of its own as it is written down.
pub fn sentence(i18n: Texts, action: &str) -> String {
    people(i18n, action)
        .or_else(|| bots(i18n, action))
        .or_else(|| knowledge(i18n, action))
        .unwrap_or(action)
        .to_owned()
}

fn people(i18n: Texts, action: &str) -> Option<&'static str> {
    Some(match action {
        "session.sign_in" => t_string!(i18n, audit.session_sign_in),
        "session.refused" => t_string!(i18n, audit.session_refused),
        "session.locked" => t_string!(i18n, audit.session_locked),
        "session.locked_address" => t_string!(i18n, audit.session_locked_address),
        "session.unlock_address" => t_string!(i18n, audit.session_unlock_address),
        "session.unlock" => t_string!(i18n, audit.session_unlock),
        "session.suspicious" => t_string!(i18n, audit.session_suspicious),
        "session.sign_out" => t_string!(i18n, audit.session_sign_out),
        "session.end" => t_string!(i18n, audit.session_end),
        "password.set" => t_string!(i18n, audit.password_set),
        "password.change" => t_string!(i18n, audit.password_change),
        "password.forgotten" => t_string!(i18n, audit.password_forgotten),
        "password.reset" => t_string!(i18n, audit.password_reset),
        "factor.on" => t_string!(i18n, audit.factor_on),
        "factor.off" => t_string!(i18n, audit.factor_off),
        "factor.codes" => t_string!(i18n, audit.factor_codes),
        "factor.recovery" => t_string!(i18n, audit.factor_recovery),
        "factor.refused" => t_string!(i18n, audit.factor_refused),
        "factor.reset" => t_string!(i18n, audit.factor_reset),
        "workspace.factor_required" => t_string!(i18n, audit.workspace_factor_required),
        "workspace.factor_free" => t_string!(i18n, audit.workspace_factor_free),
        "member.add" => t_string!(i18n, audit.member_add),
        "member.invite" => t_string!(i18n, audit.member_invite),
        "member.join" => t_string!(i18n, audit.member_join),
        "member.leave" => t_string!(i18n, audit.member_leave),
        "member.remove" => t_string!(i18n, audit.member_remove),
        "member.role" => t_string!(i18n, audit.member_role),
        "member.suspend" => t_string!(i18n, audit.member_suspend),
        "member.resume" => t_string!(i18n, audit.member_resume),
        "invitation.renew" => t_string!(i18n, audit.invitation_renew),
        "invitation.withdraw" => t_string!(i18n, audit.invitation_withdraw),
        "rights.set" => t_string!(i18n, audit.rights_set),
        "bot.share" => t_string!(i18n, audit.bot_share),
        "workspace.create" => t_string!(i18n, audit.workspace_create),
        "workspace.transfer" => t_string!(i18n, audit.workspace_transfer),
        "key.create" => t_string!(i18n, audit.key_create),
        "key.rotate" => t_string!(i18n, audit.key_rotate),
        "key.refused" => t_string!(i18n, audit.key_refused),
        "key.revoke" => t_string!(i18n, audit.key_revoke),
        "sso.save" => t_string!(i18n, audit.sso_save),
        "sso.delete" => t_string!(i18n, audit.sso_delete),
        "sso.link" => t_string!(i18n, audit.sso_link),
        "sso.unlink" => t_string!(i18n, audit.sso_unlink),
        _ => return None,
    })
}

fn bots(i18n: Texts, action: &str) -> Option<&'static str> {
    Some(match action {
        "bot.create" => t_string!(i18n, audit.bot_create),
        "bot.update" => t_string!(i18n, audit.bot_update),
        "bot.thresholds" => t_string!(i18n, audit.bot_thresholds),
        "bot.gate" => t_string!(i18n, audit.bot_gate),
        "bot.keep" => t_string!(i18n, audit.bot_keep),
        "bot.publish" => t_string!(i18n, audit.bot_publish),
        "bot.publish_stopped" => t_string!(i18n, audit.bot_publish_stopped),
        "bot.roll_back" => t_string!(i18n, audit.bot_roll_back),
        "bot.enable" => t_string!(i18n, audit.bot_enable),
        "bot.disable" => t_string!(i18n, audit.bot_disable),
        "bot.archive" => t_string!(i18n, audit.bot_archive),
        "bot.restore" => t_string!(i18n, audit.bot_restore),
        "widget.update" => t_string!(i18n, audit.widget_update),
        "conversation.reveal" => t_string!(i18n, audit.conversation_reveal),
        "conversation.erase" => t_string!(i18n, audit.conversation_erase),
        "conversations.export" => t_string!(i18n, audit.conversations_export),
        "analytics.export" => t_string!(i18n, audit.analytics_export),
        "audit.export" => t_string!(i18n, audit.audit_export),
        "conversations.expire" => t_string!(i18n, audit.conversations_expire),
        _ => return None,
    })
}

fn knowledge(i18n: Texts, action: &str) -> Option<&'static str> {
    Some(match action {
        "article.create" => t_string!(i18n, audit.article_create),
        "article.update" => t_string!(i18n, audit.article_update),
        "article.delete" => t_string!(i18n, audit.article_delete),
        "article.undelete" => t_string!(i18n, audit.article_undelete),
        "article.restore" => t_string!(i18n, audit.article_restore),
        "article.topic" => t_string!(i18n, audit.article_topic),
        "article.teach" => t_string!(i18n, audit.article_teach),
        "article.comment" => t_string!(i18n, audit.article_comment),
        "article.comment_delete" => t_string!(i18n, audit.article_comment_delete),
        "knowledge.export" => t_string!(i18n, audit.knowledge_export),
        "knowledge.import" => t_string!(i18n, audit.knowledge_import),
        "synonyms.create" => t_string!(i18n, audit.synonyms_create),
        "synonyms.update" => t_string!(i18n, audit.synonyms_update),
        "synonyms.delete" => t_string!(i18n, audit.synonyms_delete),
        "question.answer" => t_string!(i18n, audit.question_answer),
        "question.attach" => t_string!(i18n, audit.question_attach),
        "question.ignore" => t_string!(i18n, audit.question_ignore),
        "question.snooze" => t_string!(i18n, audit.question_snooze),
        "question.reopen" => t_string!(i18n, audit.question_reopen),
        "question.assign" => t_string!(i18n, audit.question_assign),
        "test.add" => t_string!(i18n, audit.test_add),
        "test.delete" => t_string!(i18n, audit.test_delete),
        "test.import" => t_string!(i18n, audit.test_import),
        "test.run" => t_string!(i18n, audit.test_run),
        _ => return None,
    })
}
