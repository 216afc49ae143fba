//! What is allowed: one statement that reads, without recursion, regular expressions or joined text.

use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{DataFusionError, Result};
use datafusion::execution::context::SQLOptions;
use datafusion::execution::session_state::SessionState;
use datafusion::logical_expr::{Expr, LogicalPlan, Operator};
use datafusion::sql::parser::{DFParserBuilder, Statement};
use datafusion::sql::sqlparser::ast::Statement as Sql;
use datafusion::sql::sqlparser::dialect::GenericDialect;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

use crate::{LabError, Limits};

/// Parentheses, operators and queries inside each other.
const DEPTH: usize = 40;
/// Words and signs of a query. A chain of operators is as deep as it is long, and planners walk it by recursion;
/// the stack of the lab's threads has room for this many levels.
const TOKENS: usize = 2_000;
/// Tables that one query may name, counted with repetition.
const TABLES: usize = 16;

/// The plan of a query that may run.
pub(crate) async fn plan(state: &SessionState, text: &str, limits: &Limits) -> Result<LogicalPlan, LabError> {
    if text.len() > limits.text_bytes {
        return Err(LabError::TooLong { bytes: text.len(), max: limits.text_bytes });
    }
    check_length(text)?;
    let statement = parse(text)?;
    let plan = state.statement_to_plan(statement).await.map_err(|error| LabError::wrong(&error))?;
    let read_only =
        SQLOptions::new().with_allow_ddl(false).with_allow_dml(false).with_allow_statements(false);
    read_only.verify_plan(&plan).map_err(|_| LabError::NotReadOnly)?;
    check(&plan)?;
    Ok(plan)
}

fn check_length(text: &str) -> Result<(), LabError> {
    let tokens = Tokenizer::new(&GenericDialect {}, text).tokenize();
    let tokens =
        tokens.map_err(|error| LabError::wrong(&DataFusionError::SQL(Box::new(error.into()), None)))?;
    let words = tokens.iter().filter(|token| !matches!(token, Token::Whitespace(_))).count();
    if words > TOKENS {
        Err(LabError::NotAvailable { what: "a query of more than 2,000 words and signs" })
    } else {
        Ok(())
    }
}

fn parse(text: &str) -> Result<Statement, LabError> {
    let mut statements = DFParserBuilder::new(text)
        .with_recursion_limit(DEPTH)
        .build()
        .and_then(|mut parser| parser.parse_statements())
        .map_err(|error| LabError::wrong(&error))?;
    let statement = match (statements.pop_front(), statements.len()) {
        (Some(statement), 0) => statement,
        (first, rest) => return Err(LabError::NotOne { count: usize::from(first.is_some()) + rest }),
    };
    if reads(&statement) { Ok(statement) } else { Err(LabError::NotReadOnly) }
}

fn reads(statement: &Statement) -> bool {
    match statement {
        Statement::Statement(sql) => matches!(**sql, Sql::Query(_) | Sql::Explain { .. }),
        Statement::Explain(explain) => reads(&explain.statement),
        _ => false,
    }
}

/// Looks at the plan before anything of it is computed: constants are folded only afterwards.
fn check(plan: &LogicalPlan) -> Result<(), LabError> {
    let mut tables = 0;
    let mut found = None;
    let walked = plan.apply_with_subqueries(|node| {
        found = found.or_else(|| refused_node(node, &mut tables));
        node.apply_expressions(|expression| {
            expression.apply(|part| {
                found = found.or_else(|| refused_expression(part));
                Ok(go_on(found))
            })
        })?;
        Ok(go_on(found))
    });
    walked.map_err(|error: DataFusionError| LabError::wrong(&error))?;
    found.map_or(Ok(()), |what| Err(LabError::NotAvailable { what }))
}

fn go_on(found: Option<&'static str>) -> TreeNodeRecursion {
    if found.is_some() { TreeNodeRecursion::Stop } else { TreeNodeRecursion::Continue }
}

fn refused_node(node: &LogicalPlan, tables: &mut usize) -> Option<&'static str> {
    if matches!(node, LogicalPlan::TableScan(_)) {
        *tables += 1;
    }
    match node {
        LogicalPlan::RecursiveQuery(_) => Some("WITH RECURSIVE"),
        LogicalPlan::Copy(_) | LogicalPlan::Dml(_) | LogicalPlan::Ddl(_) => Some("writing"),
        _ if *tables > TABLES => Some("a query over more than 16 tables"),
        _ => None,
    }
}

fn refused_expression(expression: &Expr) -> Option<&'static str> {
    match expression {
        Expr::SimilarTo(_) => Some("SIMILAR TO"),
        Expr::BinaryExpr(binary) => match binary.op {
            Operator::StringConcat => Some("|| (joined text)"),
            Operator::RegexMatch
            | Operator::RegexIMatch
            | Operator::RegexNotMatch
            | Operator::RegexNotIMatch => Some("a regular expression"),
            _ => None,
        },
        _ => None,
    }
}
