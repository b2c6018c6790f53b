# Further reference answers for src/lib/analysis: people with several releases (errors clustered by person), curves of
# one kind of event among several, aliased covariates and groups without an event. Run here: Rscript make_clustered.R
# (Debian: r-base-core r-cran-survival r-cran-cmprsk), then prettier.
suppressMessages({library(survival); library(cmprsk)})
out <- list(r = R.version.string, survival = as.character(packageVersion("survival")), cmprsk = as.character(packageVersion("cmprsk")))
vec <- function(x) unname(as.vector(x))

# 120 people with one to five releases each; a person's own tendency is in all of theirs. Times in whole weeks, so that
# ties are the rule; kinds: a new sentence (1), a technical violation (2), death (3).
set.seed(1311); n <- sample(1:5, 120, TRUE); person <- rep(seq_along(n), n); frailty <- exp(rnorm(120, 0, 1))[person]
arm <- rbinom(120, 1, 0.45)[person]; risk <- sample(c("low", "moderate", "high"), length(person), TRUE)
rate <- frailty * ifelse(risk == "high", 1.6, 1) / 110
time <- rexp(length(person), rate); kind <- sample(1:3, length(person), TRUE, c(0.5, 0.35, 0.15)); end <- runif(length(person), 20, 160)
d <- data.frame(person, week = ceiling(pmin(time, end)), kind = ifelse(time <= end, kind, 0), arm, risk)
write.csv(d, "releases.csv", row.names = FALSE, quote = FALSE)

at <- c(10, 30, 60, 100)
pick <- function(fit, what) { i <- findInterval(at, fit$time); as.matrix(what)[i, ] }

# 1. Kaplan-Meier and Nelson-Aalen of a new sentence, clustered: standard errors of survival and of the cumulative hazard
km <- survfit(Surv(week, kind == 1) ~ 1, d, cluster = person, influence = TRUE)
area <- function(tau) { t <- c(0, km$time[km$time < tau], tau); w <- diff(t); inf <- cbind(0, km$influence.surv[, km$time < tau]); sqrt(sum((inf %*% w)^2)) }
out$km <- list(time = at, surv = pick(km, km$surv), se = summary(km, times = at)$std.err, cumhaz = pick(km, km$cumhaz), se_cumhaz = pick(km, km$std.chaz), mean_error_100 = area(100))

# 2. Aalen-Johansen by kind, clustered, and as usual (cmprsk)
d$state <- factor(d$kind, 0:3, c("none", "new", "technical", "death"))
# survival 3.5-3 leaves `cluster` aside here, so the pulls of the rows are added up by person.
aj <- survfit(Surv(week, state) ~ 1, d, id = seq_along(person), influence = TRUE)
pulls <- apply(aj$influence.pstate, c(2, 3), function(x) sqrt(sum(rowsum(x, d$person)^2)))[-1, ]
out$aj <- list(time = at, incidence = pick(aj, aj$pstate[, -1]), se = pick(aj, pulls[, -1]))
ci <- timepoints(cuminc(d$week, d$kind), at)
# Death censored, the kinds of return competing: "as if nobody had died".
net <- timepoints(cuminc(d$week, ifelse(d$kind == 3, 0, d$kind)), at)
out$cuminc <- list(est = ci$est, var = ci$var, net_est = net$est, net_var = net$var)
first <- d[!duplicated(d$person), ]
g <- cuminc(first$week, first$kind, first$arm)
out$gray_first <- unname(g$Tests["1", ])

# 3. Cox, clustered: errors, Wald and robust score
fit <- function(m) list(coef = vec(coef(m)), se = vec(sqrt(diag(vcov(m)))), wald = vec(m$wald.test), score = vec(m$rscore), naive = vec(sqrt(diag(m$naive.var))))
d$high <- as.numeric(d$risk == "high"); d$moderate <- as.numeric(d$risk == "moderate")
out$cox <- list(efron = fit(coxph(Surv(week, kind == 1) ~ arm + high + moderate, d, cluster = person)),
  breslow = fit(coxph(Surv(week, kind == 1) ~ arm + high + moderate, d, cluster = person, ties = "breslow")),
  strata = fit(coxph(Surv(week, kind == 1) ~ arm + strata(risk), d, cluster = person)))
h <- read.csv("heart.csv"); h$transplant <- as.numeric(h$transplant); h$id <- rep(1:86, each = 2)
out$cox$heart <- fit(coxph(Surv(start, stop, event) ~ age + transplant, h, cluster = id))

# 4. Aliased covariates are left out (NA); a group without an event tells nothing of the others
d$low <- as.numeric(d$risk == "low"); al <- coxph(Surv(week, kind == 1) ~ high + moderate + low + arm, d)
out$aliased <- list(coef = vec(coef(al)), se = vec(sqrt(diag(vcov(al, complete = FALSE)))), lr = 2 * diff(al$loglik), df = sum(!is.na(coef(al))))
e <- d; e$kind[e$risk == "moderate" & e$kind == 1] <- 0
none <- coxph(Surv(week, kind == 1) ~ high, e, subset = risk != "moderate")
out$no_event <- list(coef = vec(coef(none)), se = vec(sqrt(diag(vcov(none)))))
all <- suppressWarnings(coxph(Surv(week, kind == 1) ~ high + moderate, e, control = coxph.control(iter.max = 40)))
out$no_event$coef_with_the_group <- vec(coef(all))[1]

# 5. Incidence of a new sentence between arms, clustered: Fine and Gray's score with no effect
fg <- finegray(Surv(week, state) ~ ., d[, c("week", "state", "arm", "person")], etype = "new")
m <- coxph(Surv(fgstart, fgstop, fgstatus) ~ arm, fg, weights = fgwt, cluster = person, ties = "breslow")
out$fine_gray <- list(score = vec(m$rscore), coef = vec(coef(m)), se = vec(sqrt(diag(vcov(m)))))

# 6. Stays seen from January to June 2026: people already in custody enter late, those still there leave without release
set.seed(2026); from <- as.Date("2026-01-01"); last <- as.Date("2026-06-30"); stays <- 150
admitted <- as.Date("2024-06-01") + sample(0:750, stays, TRUE); stay <- 1 + round(rexp(stays, 1 / 220))
released <- admitted + stay; released[released > last] <- NA
write.csv(data.frame(admitted, released), "stays.csv", row.names = FALSE, quote = FALSE, na = "")
s <- data.frame(entry = as.numeric(from - admitted) - 1, exit = as.numeric(ifelse(is.na(released), last - admitted, released - admitted)), event = !is.na(released))
s <- s[s$exit > pmax(s$entry, -1), ]; s$entry <- ifelse(s$entry < 0, -1, s$entry)
los <- survfit(Surv(entry, exit, event) ~ 1, s, conf.type = "log-log"); t <- 30.4375 * 1:24
k <- findInterval(t, los$time)
out$length_of_stay <- list(months = 1:24, at_risk = vapply(t, function(x) sum(s$entry < x & s$exit >= x), 0), remaining = los$surv[k], lower = los$lower[k], upper = los$upper[k])

json <- function(x) {
  if (is.list(x)) return(paste0("{", paste0('"', names(x), '": ', vapply(x, json, ""), collapse = ", "), "}"))
  if (is.matrix(x)) return(paste0("[", paste(apply(x, 1, json), collapse = ", "), "]"))
  one <- if (is.character(x)) paste0('"', x, '"') else ifelse(is.na(x), "null", formatC(x, digits = 15, format = "g"))
  if (length(one) == 1) one else paste0("[", paste(one, collapse = ", "), "]")
}
writeLines(json(out), "clustered.json")
