using System.Collections.Frozen;
using System.Collections.Immutable;
using PolicyGen.Diagnostics;

namespace PolicyGen.Resources;

/// <summary>The kinds of input of a run, in the words of the result model.</summary>
public enum ResourceSourceKind
{
    /// <summary>A .bicep or .bicepparam file, expanded by the Bicep compiler.</summary>
    Bicep,

    /// <summary>An ARM JSON template, expanded likewise.</summary>
    Template,

    /// <summary>A deployment snapshot as <c>bicep snapshot</c> writes it.</summary>
    Snapshot,

    /// <summary>The JSON of <c>az deployment … what-if --no-pretty-print</c>.</summary>
    WhatIf,

    /// <summary>An export of deployed resources: az resource list, Resource Graph rows, ARM GET bodies.</summary>
    Inventory,
}

/// <summary>One input of a run. It can be read several times; each time it gives the same resources in the same order.</summary>
public interface IResourceSource
{
    /// <summary>What it is.</summary>
    ResourceSourceKind Kind { get; }

    /// <summary>The file as messages name it, with forward slashes.</summary>
    string File { get; }

    /// <summary>
    /// The resources piece by piece, in the order of the input. Pieces are cheap to get and are parsed by the caller, on
    /// several threads if it likes, so that an export of any size is never in memory as a whole.
    /// </summary>
    /// <param name="diagnostics">Takes what is malformed.</param>
    /// <param name="cancellationToken">Stops between pieces.</param>
    IEnumerable<ResourcePiece> Read(DiagnosticBag diagnostics, CancellationToken cancellationToken);
}

/// <summary>Some resources of an input that belong together.</summary>
public abstract class ResourcePiece
{
    /// <summary>
    /// The resources, in order. Safe to call on any thread, for different pieces at the same time; what is malformed goes
    /// to <paramref name="diagnostics"/>.
    /// </summary>
    /// <param name="wanted">Leaves out resources of other types before they are parsed; null takes all.</param>
    /// <param name="diagnostics">Takes what is malformed.</param>
    /// <param name="properties">
    /// Names under <c>properties</c> that anybody will read of a type; null, or null for a type, keeps all. An input of great
    /// size leaves the others out.
    /// </param>
    public abstract ImmutableArray<ArmResource> Parse(Func<string, bool>? wanted, DiagnosticBag diagnostics, Func<string, FrozenSet<string>?>? properties = null);
}
