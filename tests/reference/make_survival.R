# Further reference answers for src/lib/analysis: Cox regression, proportional hazards, cumulative hazard, competing
# risks of three strata, and weighting by the odds of taking part. Run here: Rscript make_survival.R
# (Debian: r-base-core r-cran-survival r-cran-cmprsk r-cran-jsonlite), then prettier.
suppressMessages({library(survival); library(cmprsk); library(jsonlite)})
out <- list(r = R.version.string, survival = as.character(packageVersion("survival")), cmprsk = as.character(packageVersion("cmprsk")))
vec <- function(x) unname(as.vector(x))

# 1. Cumulative hazard (Nelson-Aalen) and restricted mean with its error
d <- read.csv("lung.csv"); na <- survfit(Surv(time, event) ~ 1, d, ctype = 1, stype = 1)
s <- summary(na, times = c(90, 180, 365, 730)); k <- sapply(c(90, 180, 365, 730), function(t) max(which(na$time <= t)))
out$nelson_aalen <- list(time = s$time, cumhaz = na$cumhaz[k], se = na$std.chaz[k])
rm <- summary(survfit(Surv(time, event) ~ sex, d), rmean = 365)$table
out$rmst_by_sex <- list(mean = vec(rm[, "rmean"]), se = vec(rm[, "se(rmean)"]))

# 2. Cox: ties, strata, delayed entry, proportional hazards
cx <- coxph(Surv(time, event) ~ sex + age, d); z <- cox.zph(cx); zi <- cox.zph(cx, transform = "identity")
ce <- coxph(Surv(time, event) ~ sex + age + I(ph.ecog == 1) + I(ph.ecog == 2), d, subset = !is.na(ph.ecog) & ph.ecog < 3)
zc <- cox.zph(ce, terms = FALSE)
cs <- coxph(Surv(time, event) ~ sex + age + strata(ph.ecog), d); zs <- cox.zph(cs)
h <- read.csv("heart.csv"); h$transplant <- as.numeric(h$transplant)
ch <- coxph(Surv(start, stop, event) ~ age + transplant, h); zh <- cox.zph(ch)
chb <- coxph(Surv(start, stop, event) ~ age + transplant, h, ties = "breslow")
# Grouped time: ties are the rule.
d$month <- ceiling(d$time / 60); ct <- coxph(Surv(month, event) ~ sex + age, d); ctb <- coxph(Surv(month, event) ~ sex + age, d, ties = "breslow"); zt <- cox.zph(ct)
fit <- function(m) list(coef = vec(coef(m)), se = vec(sqrt(diag(vcov(m)))), loglik = m$loglik, score = m$score, wald = vec(m$wald.test))
zph <- function(m) list(chisq = vec(m$table[, "chisq"]), df = vec(m$table[, "df"]), p = vec(m$table[, "p"]))
out$cox <- list(lung = c(fit(cx), list(zph_km = zph(z), zph_identity = zph(zi))), lung_ecog = c(fit(ce), list(zph_km = zph(zc))),
  lung_strata = c(fit(cs), list(zph_km = zph(zs))), heart = c(fit(ch), list(zph_km = zph(zh))), heart_breslow = fit(chb),
  lung_tied = c(fit(ct), list(concordance = vec(ct$concordance["concordance"]), zph_km = zph(zt))), lung_tied_breslow = fit(ctb))

# 3. Competing risks: three groups by age, with and without strata
m <- read.csv("mgus2.csv"); m$band <- cut(m$age, c(0, 65, 75, 120), labels = c("a", "b", "c"))
g <- cuminc(m$etime, m$etype, m$band); gs <- cuminc(m$etime, m$etype, m$band, strata = m$sex)
tp <- timepoints(g, c(60, 120, 240))
out$competing <- list(gray = g$Tests, gray_strata = gs$Tests, est = tp$est, var = tp$var)

# 4. Average effect on the treated: aid-like exposure of the lung data (sex 2), adjusted for age band and ECOG
l <- subset(d, !is.na(ph.ecog) & ph.ecog < 3 & (time >= 365 | event == 1)); l$y <- as.numeric(l$event == 1 & l$time < 365)
l$t <- as.numeric(l$sex == 2); l$band <- cut(l$age, c(0, 60, 70, 120), labels = c("a", "b", "c"))
e <- fitted(glm(t ~ band + factor(ph.ecog), binomial, l, epsilon = 1e-14, maxit = 50)); w <- ifelse(l$t == 1, 1, e / (1 - e))
wm <- function(x, k) sum((w * x)[k]) / sum(w[k]); tr <- l$t == 1
smd <- function(x) { p1 <- mean(x[tr]); p0 <- mean(x[!tr]); sd <- sqrt((p1 * (1 - p1) + p0 * (1 - p0)) / 2)
  list(before = (p1 - p0) / sd, after = (p1 - wm(x, !tr)) / sd) }
levels <- list(l$band == "a", l$band == "b", l$band == "c", l$ph.ecog == 0, l$ph.ecog == 1, l$ph.ecog == 2)
kw <- survfit(Surv(time, event) ~ 1, l[!tr, ], weights = w[!tr])
write.csv(data.frame(treated = l$t, y = l$y, time = l$time, event = l$event, band = l$band, ecog = l$ph.ecog), "treated.csv", row.names = FALSE, quote = FALSE)
out$att <- list(people = c(sum(tr), sum(!tr)), treated = mean(l$y[tr]), comparison = wm(l$y, !tr), ess = sum(w[!tr])^2 / sum(w[!tr]^2),
  propensity = range(e), smd = lapply(levels, function(x) smd(as.numeric(x))), weighted_km = summary(kw, times = c(90, 180, 300))$surv)
write_json(out, "survival.json", digits = 12, auto_unbox = TRUE, pretty = TRUE)
