using System.Collections.Frozen;
using System.Collections.Immutable;
using PolicyGen.Catalogue;

namespace PolicyGen.Auditing.Judging;

/// <summary>
/// Assessments behind built-in definitions whose rules are not at hand: the existence names in their rules
/// (Azure/azure-policy, built-in-policies/policyDefinitions/Security Center), and the keys that Defender for Cloud lists as
/// their successors (MicrosoftDocs/azure-security-docs, release notes). The definitions that demand multifactor
/// authentication judge requests and give no states in scans: the assessments of accounts without it answer for them.
/// </summary>
internal static class BuiltInAssessments
{
    private static readonly FrozenDictionary<string, string[]> ByDefinition = new Dictionary<string, string[]>
    {
        // Accounts with owner, and with write permissions should have MFA.
        ["4e6c27d5-a6ee-49cf-b2b4-d8fe90fa2b8b"] = ["6240402e-f77c-46fa-9060-a7ce53997754", "c0cb17b2-0607-48a7-b0e0-903ed22de39b"],
        ["db4a9d17-db75-4f46-9fcb-9f9526604417"] = ["6240402e-f77c-46fa-9060-a7ce53997754", "c0cb17b2-0607-48a7-b0e0-903ed22de39b"],
        // Guests with owner, write and read permissions.
        ["339353f6-2387-4a45-abe4-7f529d121046"] = ["20606e75-05c4-48c0-9d97-add6daa2109a", "f2864482-b329-4310-8c06-3cf74fe880c5"],
        ["94e1c2ac-cbbe-4cac-a2b5-389c812dee87"] = ["0354476c-a12a-4fcc-a79d-f0ab7ffffdbb", "009678ce-adce-4c94-9cc8-cfc2bd0c6a06"],
        ["e9ac8f8e-ce22-4355-8f04-99b911d6be52"] = ["fde1c0c9-0fd2-4ecc-87b5-98956cbc1095", "422107c6-5b9a-46a6-bb1d-26ef1cc52d65"],
        // Blocked accounts, owners and others.
        ["0cfea604-3201-4e14-88fc-fae4c427a6c5"] = ["050ac097-3dda-4d24-ab6d-82568e7a50cf", "a4899b81-b689-4e0d-aa29-45983ab8b7fc"],
        ["8d7e1fde-fe26-4b5f-8108-f8e432cbc2be"] = ["1ff0b4c9-ed56-4de6-be9c-d7ab39645926", "9b4f4dd4-24fc-42ba-9978-2a1cf575d36d"],
        // More than one owner, at most three.
        ["09024ccc-0c5f-475e-9457-b7c0d9ed487b"] = ["2c79b4af-f830-b61e-92b9-63dfa30f16e4"],
        ["4f11b553-d42e-4e3a-89be-32ca364cad4c"] = ["6f90a6d6-d4d6-0794-0ec1-98fa77878c2e"],
        // Just-in-time access, system updates.
        ["b0f33259-77d7-4c9e-aac6-3aabcfae693c"] = ["805651bc-6ecd-4c73-9b55-97a19d0582d0"],
        ["f85bf3e0-d513-442e-89c3-1784ad63382b"] = ["e1145ab1-eb4f-43d8-911b-36ddf771d13f"],
    }.ToFrozenDictionary(StringComparer.OrdinalIgnoreCase);

    /// <summary>Keys of the assessments behind a control without a rule of its own; empty when any of its definitions has none.</summary>
    public static ImmutableArray<string> Of(Control control) =>
        !control.HasDefinition && control.BuiltIns.All(b => ByDefinition.ContainsKey(b.Id)) ? [.. control.BuiltIns.SelectMany(b => ByDefinition[b.Id]).Distinct(StringComparer.Ordinal)] : [];
}
