using System.Collections.Immutable;
using Newtonsoft.Json.Linq;

namespace PolicyGen.Policies;

/// <summary>
/// A node of a policy rule's condition tree (MicrosoftDocs/azure-docs, governance/policy/concepts/
/// definition-structure-policy-rule.md).
/// </summary>
/// <param name="Source">The JSON that it was read from.</param>
public abstract record Condition(JToken Source);

/// <summary>True when every condition is.</summary>
/// <param name="Conditions">The conditions, in order.</param>
/// <param name="Source">The JSON object that holds <c>allOf</c>.</param>
public sealed record AllOfCondition(ImmutableArray<Condition> Conditions, JToken Source) : Condition(Source);

/// <summary>True when at least one condition is.</summary>
/// <param name="Conditions">The conditions, in order.</param>
/// <param name="Source">The JSON object that holds <c>anyOf</c>.</param>
public sealed record AnyOfCondition(ImmutableArray<Condition> Conditions, JToken Source) : Condition(Source);

/// <summary>True when the condition is not.</summary>
/// <param name="Inner">The condition.</param>
/// <param name="Source">The JSON object that holds <c>not</c>.</param>
public sealed record NotCondition(Condition Inner, JToken Source) : Condition(Source);

/// <summary>A leaf that compares a left side with an operand.</summary>
/// <param name="Operator">How.</param>
/// <param name="Operand">With what: a literal, or a text that is an expression.</param>
/// <param name="Source">The JSON object that holds both.</param>
public abstract record Comparison(ConditionOperator Operator, JToken Operand, JToken Source) : Condition(Source);

/// <summary>Compares a field of the resource: an alias, or one of <c>type</c>, <c>name</c>, <c>location</c>, <c>tags…</c>.</summary>
/// <param name="Field">The field's name, or an expression that gives it.</param>
/// <param name="Operator">How.</param>
/// <param name="Operand">With what.</param>
/// <param name="Source">The JSON object.</param>
public sealed record FieldCondition(SourcedText Field, ConditionOperator Operator, JToken Operand, JToken Source) : Comparison(Operator, Operand, Source);

/// <summary>Compares a value, mostly an expression.</summary>
/// <param name="Value">The value.</param>
/// <param name="Operator">How.</param>
/// <param name="Operand">With what.</param>
/// <param name="Source">The JSON object.</param>
public sealed record ValueCondition(JToken Value, ConditionOperator Operator, JToken Operand, JToken Source) : Comparison(Operator, Operand, Source);

/// <summary>Compares how many elements of an array meet a condition.</summary>
/// <param name="Count">What is counted.</param>
/// <param name="Operator">How the number is compared.</param>
/// <param name="Operand">With what.</param>
/// <param name="Source">The JSON object.</param>
public sealed record CountCondition(CountExpression Count, ConditionOperator Operator, JToken Operand, JToken Source) : Comparison(Operator, Operand, Source);

/// <summary>What a <see cref="CountCondition"/> counts.</summary>
/// <param name="Where">Which elements count; null counts all.</param>
/// <param name="Source">The JSON object under <c>count</c>.</param>
public abstract record CountExpression(Condition? Where, JToken Source);

/// <summary>Counts the elements of an array of the resource.</summary>
/// <param name="Field">An array alias, with <c>[*]</c>.</param>
/// <param name="Where">Which elements count.</param>
/// <param name="Source">The JSON object.</param>
public sealed record FieldCount(SourcedText Field, Condition? Where, JToken Source) : CountExpression(Where, Source);

/// <summary>Counts the elements of a literal array or of an array parameter.</summary>
/// <param name="Value">The array, or an expression that gives it.</param>
/// <param name="Name">The name under which <c>current()</c> finds the element; null is Azure's <c>default</c>.</param>
/// <param name="Where">Which elements count.</param>
/// <param name="Source">The JSON object.</param>
public sealed record ValueCount(JToken Value, SourcedText? Name, Condition? Where, JToken Source) : CountExpression(Where, Source);

/// <summary>Something that stands in a condition's place and is none; the document's problems say why.</summary>
/// <param name="Source">The JSON.</param>
public sealed record MalformedCondition(JToken Source) : Condition(Source);
